# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the room."""

from django.urls import path

from insieme.voices.web import answering, moderation, talk, voices

app_name = "voices"
urlpatterns = [
    path("threads/<slug:ref>/", talk.thread, name="thread"),
    path("threads/<slug:ref>/news/", talk.news, name="news"),
    path("voices/<slug:ref>/", voices.voice, name="voice"),
    path("voices/<slug:ref>/replies/", voices.reply, name="reply"),
    path("voices/<slug:ref>/edit/", voices.edit, name="edit"),
    path("voices/<slug:ref>/withdraw/", voices.withdraw, name="withdraw"),
    path("voices/<slug:ref>/support/", voices.support, name="support"),
    path("voices/<slug:ref>/flag/", voices.flag, name="flag"),
    path("voices/<slug:ref>/verdict/", voices.verdict, name="verdict"),
    path("voices/<slug:ref>/statement/", moderation.statement, name="statement"),
    path("voices/<slug:ref>/pictures/<int:number>/", voices.picture, name="picture"),
    path("answers/<slug:ref>/", answering.one, name="answer"),
    path("answers/<slug:ref>/edit/", answering.revise, name="answer_edit"),
    path("organisations/<slug:slug>/voices/", answering.waiting, name="waiting"),
    path("organisations/<slug:slug>/voices/answer/", answering.answer, name="answer_new"),
    path("organisations/<slug:slug>/voices/promises/", answering.promises, name="promises"),
    path("moderation/", moderation.queue, name="moderation"),
    path("moderation/rules/", moderation.rules, name="rules"),
    path("moderation/voices/<slug:ref>/", moderation.decide, name="decide"),
    path("moderation/appeals/<slug:ref>/", moderation.decide_appeal, name="decide_appeal"),
]
