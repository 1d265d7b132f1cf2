# SPDX-License-Identifier: AGPL-3.0-or-later
"""The record's pages for people, and its files for whoever checks it."""
