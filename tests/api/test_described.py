# SPDX-License-Identifier: AGPL-3.0-or-later
"""The description of the API: the one in the repository, and every answer documented, tried with what nobody would send."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis.errors import Unsatisfiable
from ninja import Schema
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from insieme.foundation import clock
from insieme.front.api.described import written
from insieme.front.management.commands.openapi import FILE
from tests.api.test_sweep import TABLE
from tests.api.world import ASKERS, NOW, PLENTY, World, a_world

application = get_wsgi_application()  # Django's own: the house's says that this process answers somewhere
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SETTINGS = hypothesis.settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[hypothesis.Phase.generate],
    suppress_health_check=[*hypothesis.HealthCheck],
)


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """As Django's own client does: the connection of the test stays open from one request to the next."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def world(db: None, _one_connection: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(settings, "ACCOUNT_RATE_LIMITS", settings.ACCOUNT_RATE_LIMITS | PLENTY)
    return a_world()


def known(operation: str, path: str, things: dict[str, str]) -> dict[str, str]:
    """What stands for the variables of an operation's address in the world."""
    asked = TABLE[operation][0].format(**things).partition("?")[0]
    pairs = zip(path.removeprefix("/api/v1").split("/"), asked.split("/"), strict=True)
    return {name.partition("}")[0][1:]: thing.removesuffix(".json") for name, thing in pairs if name.startswith("{")}


def from_this_machine(environ: dict[str, Any], start: Any) -> Any:
    """The application, asked from an address: werkzeug's client has none."""
    return application({"REMOTE_ADDR": "127.0.0.1"} | environ, start)


def who_may(operation: str) -> str:
    """The first of the askers who gets what the operation is for, so that what is sent goes through to its end."""
    answers = dict(zip(ASKERS, TABLE[operation][2], strict=True))
    return next((who for who, status in answers.items() if who != "nobody" and status < HTTPStatus.BAD_REQUEST), "member")


def modes(who: str, method: str) -> list[GenerationMode]:
    """What is tried as whom: as somebody who may all, sound and unsound; as nobody what nobody may do, which is to read what stands."""
    if who != "nobody":
        return list(GenerationMode)
    return [GenerationMode.POSITIVE] if method == "get" else []


def tried(operation: Any, mode: GenerationMode, headers: dict[str, str], at_home: dict[str, str]) -> list[str]:
    """What is wrong with the answers, at addresses made up and at those of the world."""
    wrong: list[str] = []

    @hypothesis.settings(SETTINGS)
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode), home=hypothesis.strategies.booleans())
    def ask(case: Any, home: bool) -> None:
        if home and at_home:
            case.path_parameters = at_home
        with transaction.atomic():
            try:
                case.validate_response(case.call(headers=headers), checks=CHECKS)
            except (AssertionError, ExceptionGroup) as fault:
                wrong.append(f"{case.as_curl_command()}: {fault} {getattr(fault, 'exceptions', '')}")
            transaction.set_rollback(True)

    with contextlib.suppress(Unsatisfiable):  # some operations take nothing that could be unsound
        ask()
    return wrong


@pytest.mark.skipif("sqlite3" not in settings.DATABASES["default"]["ENGINE"], reason="what is asked here is parsed before a database is")
@pytest.mark.parametrize("as_nobody", [True, False])
def test_nothing_that_is_sent_breaks_it_or_gets_an_answer_that_is_not_described(world: World, as_nobody: bool) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", from_this_machine)
    operations = [result.ok() for result in schema.get_all_operations()]
    wrong = []
    for operation in operations:
        name = operation.definition.raw["operationId"]
        who, at_home = "nobody" if as_nobody else who_may(name), known(name, operation.path, world.things)
        for mode in modes(who, operation.method.lower()):
            wrong += tried(operation, mode, world.headers[who], at_home)
    assert len(operations) == len(TABLE)
    assert not wrong, "\n".join(wrong[:20])


def test_the_description_in_the_repository_is_this_one():
    assert FILE.read_text(encoding="utf-8") == written(), "insieme openapi, then look at the difference"


def test_the_description_is_served(client):
    answer = client.get("/api/v1/openapi.json")
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (HTTPStatus.OK, "*")
    assert json.loads(answer.content)["openapi"].startswith("3.1")


def test_every_refusal_is_described_as_a_problem():
    answers = [
        (operation["operationId"], status, list(answer.get("content", {})))
        for path in json.loads(written())["paths"].values()
        for operation in path.values()
        for status, answer in operation["responses"].items()
        if int(status) >= HTTPStatus.BAD_REQUEST
    ]
    assert answers
    assert [each for each in answers if each[2] != ["application/problem+json"]] == []


def test_no_two_shapes_go_by_one_name():
    def below(shape: type) -> Iterator[type]:
        for each in shape.__subclasses__():
            yield from (each, *below(each))

    names = [each.__name__ for each in set(below(Schema)) if each.__module__.startswith("insieme.") and "[" not in each.__name__]
    assert len(names) > 20
    assert sorted({name for name in names if names.count(name) > 1}) == []
