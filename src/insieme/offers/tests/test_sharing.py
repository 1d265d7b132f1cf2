# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bringing others: links that count and keep nothing, pictures, posters, badges."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.test import Client
from django.utils import translation
from PIL import Image, ImageDraw

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied, NotVisible
from insieme.offers import actions, tasks
from insieme.offers.models import InvitationLink
from insieme.offers.tests.makers import CLOSES, DAY, MEANWHILE, a_choice, a_draft, a_pledge, as_actor
from insieme.offers.web import lettering, pictures
from insieme.people.tests.makers import a_person
from insieme.record.actions import relay, seal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def meanwhile(monkeypatch):
    monkeypatch.setattr("insieme.foundation.clock.now", lambda: MEANWHILE)


def confirm(client, call, offer):
    return client.post(f"/calls/{call.slug}/pledge/", {"seen": "0", "quantity": "1", f"place-{offer.ref}": "1", "confirm": "1"})


def test_one_link_for_each_person_and_revoked_it_leads_nowhere() -> None:
    (call, _offers), ada, bea = a_choice(2), a_person(), a_person()
    links = [actions.make_link(call.slug, by=as_actor(who), now=DAY).code for who in (ada, ada, bea)]
    assert links[0] == links[1] != links[2]
    with pytest.raises(NotVisible):
        actions.revoke_link(call.slug, links[0], by=as_actor(bea), now=DAY)
    for _twice in range(2):
        actions.revoke_link(call.slug, links[0], by=as_actor(ada), now=DAY)
    with pytest.raises(NotVisible):
        actions.follow_link(links[0])
    assert actions.make_link(call.slug, by=as_actor(ada), now=DAY).code != links[0]
    with pytest.raises(Denied):
        actions.make_link(call.slug, by=Actor.stranger(), now=DAY)


def test_visits_and_first_pledges_are_counted_through_sign_in_and_once() -> None:
    call, (offer,) = a_choice(2)
    code = actions.make_link(call.slug, by=as_actor(a_person()), now=DAY).code
    visitor, person = Client(), a_person()
    for _twice in range(2):
        assert visitor.get(f"/i/{code}/")["Location"] == f"/calls/{call.slug}/"
    visitor.force_login(person)
    for _click in range(2):
        assert confirm(visitor, call, offer).status_code == 303
    assert confirm(Client(), call, offer).status_code == 303
    link = InvitationLink.objects.get()
    assert (link.visits, link.pledges) == (2, 1)
    assert visitor.get("/i/nothing/").status_code == 404


def test_how_often_a_link_was_opened_is_said_in_the_singular_and_the_plural() -> None:
    call, who, reader = a_choice(2)[0], a_person(), Client(headers={"accept-language": "en"})
    code = actions.make_link(call.slug, by=as_actor(who), now=DAY).code
    reader.force_login(who)
    for words in ("Opened 0 times;", "Opened 1 time;", "Opened 2 times;"):
        assert words in reader.get(f"/calls/{call.slug}/share/").content.decode()
        Client().get(f"/i/{code}/")


def test_the_page_makes_a_link_and_gives_plain_ways(client) -> None:
    call, _offers = a_choice(2)
    address = f"/calls/{call.slug}/share/"
    assert client.post(address)["Location"] == f"/sign-in/?next={address}"
    assert "wa.me" in client.get(address).content.decode()
    client.force_login(a_person())
    assert client.post(address)["Location"] == address
    code = InvitationLink.objects.get().code
    page = client.get(address).content.decode()
    assert f"/i/{code}/" in page
    assert "<script src" not in page
    assert client.post(address, {"revoke": code}).status_code == 302
    assert client.get(f"/i/{code}/").status_code == 404


@pytest.mark.parametrize(
    ("phase", "label", "refused"),
    [
        ("choosing", "Bring others", ""),
        ("closed", "Show it to others", "The deadline has passed: pledges are closed and are being counted."),
        ("cleared", "Show it to others", "This call is decided: pledges are closed, and counted."),
        ("cancelled", "", "This call was cancelled: nobody pledges in it any more."),
    ],
)
def test_a_call_gathers_people_only_while_they_can_join_and_says_why_not(client, phase, label, refused) -> None:
    call, (offer,) = a_choice(1)
    a_pledge(call, offer)
    if phase == "cancelled":
        actions.cancel_call(call.slug, by=Actor.system("clock"), because="Nobody needs it any more.", now=MEANWHILE)
    if phase in {"closed", "cleared"}:
        tasks.close_due(CLOSES)
    if phase == "cleared":
        seal()
        tasks.clear_due(CLOSES)
    client.force_login(a_person())
    english = {"accept-language": "en"}
    shown = client.get(f"/calls/{call.slug}/", headers=english).content.decode()
    assert [words for words in ("Bring others", "Show it to others") if f">{words}</a>" in shown] == [label] * bool(label)
    answer = client.get(f"/calls/{call.slug}/pledge/", headers=english)
    assert answer.status_code == (409 if refused else 200)
    assert refused in answer.content.decode()
    share = client.get(f"/calls/{call.slug}/share/", headers=english).content.decode()
    assert [words in share for words in ("The more choose together", "Open the poster", "Make a link of my own")] == [not refused] * 3


def test_the_picture_is_made_for_each_language_and_kept_until_something_changes(client) -> None:
    call, (offer,) = a_choice(2, title="Perché il caffè è più buono così: città, virtù, lunedì")
    seen = []
    for language in ("it", "en"):
        answer = client.get(f"/calls/{call.slug}/share/{language}.png")
        assert Image.open(BytesIO(answer.content)).size == (1200, 630)
        again = client.get(f"/calls/{call.slug}/share/{language}.png", headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304
        seen.append(answer.content)
    assert seen[0] != seen[1]
    call.people = 7
    with translation.override("it"):
        assert pictures.etag(call, (2,), "it") != answer["ETag"]
        assert pictures.picture(call, (2,)) != seen[0]
    assert client.get(f"/calls/{call.slug}/share/xx.png").status_code == 404
    assert offer.ref


def test_the_pictures_draw_the_bar_of_the_page_with_all_its_marks(client) -> None:
    call, _offers = a_choice(2, 3, 4)
    for _ in range(3):
        a_pledge(call, _offers[0])
    seal()
    relay()
    page = client.get(f"/calls/{call.slug}/badge/").content.decode()
    share = re.search(r'class="fill" width="([0-9.]+)%"', page)[1]
    assert float(share) < 100
    svg = client.get(f"/calls/{call.slug}/badge.svg").content.decode()
    assert f'class="c" x="12" y="70" width="{round(296 * float(share) / 100)}"' in svg
    assert svg.count('width="2"') == 3


def drawn(text: str) -> bytes:
    image = Image.new("L", (80 * max(1, len(text)), 90))
    lettering.write(ImageDraw.Draw(image), (10, 20), text, size=40, fill="white")
    return image.tobytes()


def test_the_letters_of_italian_are_drawn_and_told_apart() -> None:
    nothing = drawn("\ufffe")
    letters = "aàáeèéiìíoòóuùúAÀEÈÉIÌOÒUÙ“”…’«»"
    pictures_of = {letter: drawn(letter) for letter in letters}
    assert len(set(pictures_of.values())) == len(letters)
    assert nothing not in pictures_of.values()


@pytest.mark.parametrize(("text", "letters"), [("città", "citta"), ("Perché", "Perche"), ("garçon über", "garcon uber"), ("5 €", "5 EUR")])
def test_what_the_font_lacks_loses_its_mark_and_keeps_its_letter(text: str, letters: str) -> None:
    assert "".join(each.letter for each in lettering.glyphs(text)) == letters
    assert lettering.width(text, 40) == lettering.width(letters, 40)


def test_others_may_frame_the_badge_and_nothing_else(client) -> None:
    call, _offers = a_choice(2)
    framed = client.get(f"/calls/{call.slug}/badge/")
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "<script" not in framed.content.decode()
    for path in ("", "share/", "poster/"):
        assert "frame-ancestors 'none'" in client.get(f"/calls/{call.slug}/{path}")["Content-Security-Policy"]
    svg = client.get(f"/calls/{call.slug}/badge.svg")
    assert svg["Content-Type"] == "image/svg+xml"
    assert pictures.STYLE_HASH in svg["Content-Security-Policy"]
    assert "prefers-color-scheme:dark" in svg.content.decode()
    for answer, path in ((framed, "badge/"), (svg, "badge.svg")):
        assert answer["Cache-Control"].startswith("public, max-age")
        assert client.get(f"/calls/{call.slug}/{path}", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_what_shows_a_draft_is_kept_by_nobody_else(client) -> None:
    draft, manager = a_draft()
    client.force_login(manager)
    for path in ("badge/", "badge.svg", "share/it.png"):
        assert client.get(f"/calls/{draft.slug}/{path}")["Cache-Control"].startswith("private")


def test_a_poster_speaks_both_languages_and_has_a_code(client) -> None:
    call, _offers = a_choice(2, closes_at=CLOSES)
    page = client.get(f"/calls/{call.slug}/poster/").content.decode()
    assert '<section lang="it">' in page
    assert '<section lang="en">' in page
    assert "<svg" in page
    assert call.title in page


@pytest.mark.parametrize(("quorums", "words"), [((2,), "from 2 people<"), ((4, 2, 3, 2), "from 2, 3 or 4 people, depending")])
def test_a_poster_says_from_how_many_on_each_offer_starts(client, quorums, words) -> None:
    call, _offers = a_choice(*quorums, closes_at=CLOSES)
    assert words in client.get(f"/calls/{call.slug}/poster/").content.decode()


def test_networks_are_told_what_to_show_and_nothing_of_a_draft(client) -> None:
    call, _offers = a_choice(2)
    draft, _manager = a_draft()
    assert f"/calls/{call.slug}/share/" in client.get(f"/calls/{call.slug}/").content.decode().partition("og:image")[2]
    for path in ("share/", "share/it.png", "badge.svg", "badge/", "poster/"):
        assert client.get(f"/calls/{draft.slug}/{path}").status_code == 404
