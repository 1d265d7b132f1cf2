# SPDX-License-Identifier: AGPL-3.0-or-later
"""Talk on pages: how heavy it is, what each sees, saying something without JavaScript."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from PIL import Image

from insieme.foundation import clock
from insieme.people.tests.makers import a_person, as_actor, signed_in
from insieme.voices import actions, queries
from insieme.voices.models import Picture, Voice
from insieme.voices.tests.makers import (
    DAY,
    LATER,
    a_company_with_talk,
    a_crowded,
    a_known_person,
    a_moderator,
    a_picture,
    a_reply,
    a_thread,
    a_voice,
    an_answer,
    hidden,
)
from insieme.voices.web import talk, voices

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(client, settings, monkeypatch):
    client.cookies["language"] = "en"
    monkeypatch.setattr(clock, "now", lambda: LATER)
    with translation.override("en"):
        yield


def test_a_long_conversation_is_read_page_by_page_and_a_new_reply_is_still_found(client, monkeypatch):
    monkeypatch.setattr(voices, "CONVERSATION", 2)
    voice, author = a_voice(), a_known_person()
    replies = [a_reply(voice, by=author).ref for _ in range(3)]
    address = reverse("voices:voice", args=[voice.ref])
    first = client.get(address).content.decode()
    assert [each for each in replies if f'id="v-{each}"' in first] == replies[:2]
    assert "3 replies" in first
    onward = re.search(r'rel="next" href="([^"]+)"', first)[1]
    second = client.get(onward).content.decode()
    assert [each for each in replies if f'id="v-{each}"' in second] == replies[2:]
    assert 'rel="next"' not in second
    assert replies[0] in client.get(f"{address}?after=x").content.decode()
    signed_in(client, author)
    response = client.post(reverse("voices:reply", args=[voice.ref]), {"text": "E anch'io"}, follow=True)
    assert f'id="v-{Voice.objects.latest("pk").ref}"' in response.content.decode()


def test_the_talk_takes_as_many_queries_for_one_voice_as_for_five(django_assert_num_queries):
    company, owner, thread = a_company_with_talk()
    asker, reader = a_known_person(), as_actor(a_person())
    for _count in range(5):
        voice = a_voice(thread, by=asker)
        an_answer(company, owner, voice)
        a_reply(voice, by=asker)
        with django_assert_num_queries(3):
            page = queries.talk(thread, reader)
    assert [len(voice.under) + len(voice.answered_with) for voice in page.voices] == [2] * 5


def test_readers_share_what_is_kept_each_with_their_own_token_unless_it_shows_something_of_theirs(client, django_assert_num_queries):
    thread = a_thread()
    voice = a_voice(thread)
    tokens, address = set(), reverse("voices:thread", args=[thread.ref])
    for reader in (a_person(), a_person()):
        client.force_login(reader)
        client.get(address)
        with django_assert_num_queries(3):
            page = client.get(address).content.decode()
        buttons = page.partition(f'id="v-{voice.ref}"')[2]
        tokens.add(re.search(r'name="csrfmiddlewaretoken" value="(\w{64})"', buttons)[1])
        assert 'aria-pressed="false"' in buttons
        assert talk.TOKEN not in page
    assert len(tokens) == 2
    actions.support(voice.ref, by=as_actor(reader), kind="support", now=LATER)
    assert 'aria-pressed="true"' in client.get(address).content.decode()
    client.force_login(a_person())
    assert 'aria-pressed="true"' not in client.get(address).content.decode()


def test_who_has_spoken_further_back_is_shown_what_is_kept(client, django_assert_num_queries):
    thread, author = a_thread(), a_known_person()
    old = a_voice(thread, by=author)
    a_crowded(thread, 40, a_person())
    address = reverse("voices:thread", args=[thread.ref])
    for reader in (a_person(), author):
        client.force_login(reader)
        client.get(address)
        with django_assert_num_queries(3):
            page = client.get(address).content.decode()
        assert f'id="v-{old.ref}"' not in page


@pytest.mark.parametrize("known", [False, True])
def test_what_nobody_else_sees_is_shown_to_its_author_beside_what_is_kept(client, known):
    """A newcomer's voice waits; one that was shown is hidden."""
    thread, author = a_thread(), a_known_person() if known else a_person()
    a_voice(thread)
    own = a_voice(thread, by=author, text="Solo mia")
    if known:
        hidden(own)
    address = reverse("voices:thread", args=[thread.ref])
    client.force_login(a_person())
    assert "Solo mia" not in client.get(address).content.decode()
    client.force_login(author)
    for _twice in range(2):
        assert "Solo mia" in client.get(address).content.decode()


def test_pages_go_on_by_key_in_both_orders_and_lose_nobody():
    thread, author = a_thread(), a_person()
    a_crowded(thread, 45, author)
    for voice in Voice.objects.filter(root=None)[::3]:
        Voice.objects.filter(pk=voice.pk).update(support=voice.pk % 5)
    for order in ("newest", "supported"):
        seen, after = [], ""
        while True:
            page = queries.talk(thread, as_actor(author), order=order, after=after)
            seen += page.voices
            after = page.after
            if not after:
                break
        wanted = ("-support", "-pk") if order == "supported" else ("-pk",)
        assert seen == list(Voice.objects.filter(root=None).order_by(*wanted))


def test_a_stranger_reads_and_is_asked_to_sign_in_and_somebody_signed_in_speaks(client):
    thread = a_thread()
    a_voice(thread, text="Da dove **viene**?")
    address = reverse("voices:thread", args=[thread.ref])
    page = client.get(address).content.decode()
    assert "<strong>viene</strong>" in page
    assert "<textarea" not in page
    assert client.post(address, {"kind": "question", "text": "Anch'io?"}).status_code in {302, 403}
    signed_in(client, a_known_person())
    spoken = client.post(address, {"kind": "question", "text": "Quanto costa?"})
    voice = Voice.objects.get(text="Quanto costa?")
    assert (spoken.status_code, spoken.url) == (302, f"{thread.path}#v-{voice.ref}")
    assert "Quanto costa?" in client.get(address).content.decode()


def test_what_a_newcomer_says_is_seen_by_them_alone_and_they_are_told(client):
    thread, newcomer = a_thread(), a_person()
    address = reverse("voices:thread", args=[thread.ref])
    client.get(address)
    signed_in(client, newcomer).post(address, {"kind": "question", "text": "Sono nuova qui"})
    assert "Only you see it so far." in client.get(address).content.decode()
    client.force_login(a_person())
    assert "Sono nuova qui" not in client.get(address).content.decode()
    ref = Voice.objects.get(text="Sono nuova qui").ref
    assert client.get(f"/voices/{ref}/").status_code == 404
    client.logout()
    assert "Sono nuova qui" not in client.get(address).content.decode()


def test_programs_that_fill_in_everything_are_stopped_and_typed_words_stay(client):
    thread = a_thread()
    address = reverse("voices:thread", args=[thread.ref])
    signed_in(client, a_known_person())
    answer = client.post(address, {"kind": "question", "text": "Comprate qui", "website": "http://spam.example"})
    assert answer.status_code == 422
    assert "Comprate qui" in answer.content.decode()
    assert not Voice.objects.filter(thread=thread).exists()


def test_who_speaks_too_often_is_asked_to_wait_and_so_is_their_whole_network(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"speak": "2/h/user,3/h/key"}
    address = reverse("voices:thread", args=[a_thread().ref])

    def says(text, at):
        return client.post(address, {"kind": "question", "text": text}, REMOTE_ADDR=at).status_code

    signed_in(client, a_known_person())
    assert [says(f"Domanda {number}", "93.44.1.7") for number in range(3)] == [302, 302, 422]
    signed_in(client, a_known_person())
    assert [says("Vicino di rete", "93.44.1.9"), says("Vicino di rete ancora", "93.44.1.10")] == [302, 422]
    signed_in(client, a_known_person())
    assert says("Da un'altra rete", "93.44.2.7") == 302


@pytest.mark.parametrize("where", ["thread", "reply"])
def test_a_picture_that_cannot_be_read_is_told_at_its_field(client, where):
    voice = a_voice()
    signed_in(client, a_known_person())
    address = reverse("voices:thread", args=[voice.thread.ref]) if where == "thread" else reverse("voices:reply", args=[voice.ref])
    file = BytesIO(b"No picture")
    file.name = "foto.png"
    response = client.post(address, {"kind": "opinion", "text": "Ecco com'è", "picture_2": file, "alt_2": "La tazza"})
    assert (response.status_code, list(response.context["pictures"].errors)) == (422, ["picture_2"])
    assert not Voice.objects.filter(text="Ecco com'è").exists()


@pytest.mark.parametrize("text", ["", "Troppo presto"])
def test_no_picture_is_drawn_for_who_says_nothing_or_speaks_too_often(client, settings, text):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"speak": "1/h/user" if text else "9/h/user"}
    voice = a_voice()
    signed_in(client, a_known_person())
    for _again in range(2):
        file = BytesIO(b"No picture")
        file.name = "foto.png"
        response = client.post(reverse("voices:reply", args=[voice.ref]), {"text": text, "picture_1": file, "alt_1": "La tazza"})
    assert response.context["form"].errors
    # Were it drawn, it would be found to be none.
    assert not response.context["pictures"].errors


def test_pictures_are_drawn_anew_described_and_served_only_to_readers(client):
    thread = a_thread()
    address = reverse("voices:thread", args=[thread.ref])
    author = a_known_person()
    signed_in(client, author)
    sent = {"kind": "opinion", "text": "Ecco com'è", "picture_1": BytesIO(a_picture()), "alt_1": ""}
    sent["picture_1"].name = "foto.png"
    assert client.post(address, sent).status_code == 422
    sent["picture_1"].seek(0)
    assert client.post(address, sent | {"alt_1": "Una tazza <rossa>"}).status_code == 302
    voice = Voice.objects.get(text="Ecco com'è")
    page = client.get(f"/voices/{voice.ref}/").content.decode()
    assert 'alt="Una tazza &lt;rossa&gt;"' in page
    client.logout()
    file = client.get(f"/voices/{voice.ref}/pictures/1/")
    assert (file.status_code, file["Content-Type"], "sandbox" in file["Content-Security-Policy"]) == (200, "image/webp", True)
    assert Image.open(BytesIO(file.content)).format == "WEBP"
    hidden(voice)
    assert client.get(f"/voices/{voice.ref}/pictures/1/").status_code == 404
    assert Picture.objects.get().file.name.endswith(".webp")


def test_what_is_hidden_is_a_sober_line_to_others_and_stays_readable_to_its_author(client):
    voice = hidden(a_voice(text="Siete tutti ladri"))
    address = f"/voices/{voice.ref}/"
    page = client.get(address).content.decode()
    assert "Hidden by the moderators: it insults or threatens somebody." in page
    for person, reads in ((a_person(), False), (voice.author, True), (a_moderator(), True)):
        client.force_login(person)
        assert ("Siete tutti ladri" in client.get(address).content.decode()) is reads


def test_whoever_has_left_is_nobody_any_more(client):
    voice = a_voice()
    a_reply(voice)
    actions.forget_author(voice.author_id, by=as_actor(voice.person), now=LATER)
    page = client.get(f"/voices/{voice.ref}/").content.decode()
    assert "A person who has left" in page
    assert "Taken back by who had said it." in page
    assert str(voice.person) not in page


def test_one_stands_by_a_voice_with_and_without_htmx(client):
    voice = a_voice()
    address = f"/voices/{voice.ref}/support/"
    assert client.post(address, {"give": "support"}).status_code in {302, 403}
    signed_in(client, a_person())
    assert client.post(address, {"give": "support"}).url == f"{voice.thread.path}#v-{voice.ref}"
    fragment = client.post(address, {"give": "same_here"}, headers={"HX-Request": "true"}).content.decode()
    assert fragment.count('aria-pressed="true"') == 2
    assert "<html" not in fragment
    client.post(address, {"take": "support"})
    voice.refresh_from_db()
    assert (voice.support, voice.same_here) == (0, 1)


def test_replying_editing_and_taking_back(client):
    voice = a_voice()
    author = a_known_person()
    signed_in(client, author)
    replied = client.post(f"/voices/{voice.ref}/replies/", {"text": "Secondo me sì"})
    reply = Voice.objects.get(text="Secondo me sì")
    assert replied.url == f"/voices/{voice.ref}/#v-{reply.ref}"
    assert client.post(f"/voices/{reply.ref}/edit/", {"text": " "}).status_code == 422
    assert client.post(f"/voices/{reply.ref}/edit/", {"text": "Secondo me no"}).status_code == 302
    assert client.get(f"/voices/{reply.ref}/withdraw/").status_code == 200
    assert client.post(f"/voices/{reply.ref}/withdraw/").status_code == 302
    assert client.post(f"/voices/{voice.ref}/withdraw/").status_code == 403
    assert "Secondo me" not in client.get(f"/voices/{voice.ref}/").content.decode()


def test_versions_show_what_changed(client):
    voice = a_voice(text="Il caffè è buono")
    actions.edit(voice.ref, by=as_actor(voice.person), text="Il caffè è cattivo", now=DAY + timedelta(hours=2))
    page = client.get(f"/voices/{voice.ref}/").content.decode()
    assert "<del>buono</del>" in page
    assert "<ins>cattivo</ins>" in page


def test_an_open_page_learns_of_new_voices_alone(client):
    thread = a_thread()
    a_voice(thread, text="Prima della pagina")
    page = client.get(thread.path)  # the owner's page, which is not there in this test
    since = int((LATER.timestamp()) * 1_000_000)
    a_voice(thread, text="Dopo la pagina", now=LATER + timedelta(seconds=5))
    news = client.get(f"/threads/{thread.ref}/news/?since={since}").content.decode()
    assert page.status_code == 404
    assert "Dopo la pagina" in news
    assert "Prima della pagina" not in news
    assert client.get(f"/threads/{thread.ref}/news/?since=x").status_code == 200


def test_sides_of_the_talk(client):
    company, owner, thread = a_company_with_talk()
    asker = a_known_person()
    an_answer(company, owner, a_voice(thread, by=asker, text="Domanda con risposta"))
    a_voice(thread, by=asker, text="Domanda senza risposta")
    a_voice(thread, by=asker, kind="opinion", text="Soltanto un parere")

    def shows(show):
        page = client.get(f"/threads/{thread.ref}/?show={show}", headers={"HX-Request": "true"}).content.decode()
        return re.findall(r"Domanda con|Domanda senza|Soltanto", page)

    assert shows("questions") == ["Domanda senza", "Domanda con"]
    assert shows("unanswered") == ["Domanda senza"]
    assert shows("all") == ["Soltanto", "Domanda senza", "Domanda con"]
