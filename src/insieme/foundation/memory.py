# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a process may remember by itself, because what it depends on is in the key. What all must agree on is Django's default cache."""

from __future__ import annotations

from typing import cast

from django.core.cache import BaseCache, caches
from django.utils.connection import ConnectionProxy

memory = cast("BaseCache", ConnectionProxy(caches, "memory"))
