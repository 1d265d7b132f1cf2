# SPDX-License-Identifier: AGPL-3.0-or-later
"""What Insieme is measured by.

Each part is a module whose `main()` prints one JSON object a line:

{"figure": "clearing 1,000,000 pledges x 20 offers", "measured": 0.41, "unit": "s", "target": "< 1 s", "reached": true, "note": ""}

`measured` is a number or words; `reached` is null where nothing was promised; `unit`, `target` and `note` may be left out.
"""
