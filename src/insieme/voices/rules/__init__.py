# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pure judgement: texts, clocks, newcomers, pictures, the rules that moderators apply. No database, no clock."""
