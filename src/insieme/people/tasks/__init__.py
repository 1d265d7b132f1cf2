# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the program's own clock does in this room, and the letters that follow. One file a subject."""

from insieme.people.tasks.accounts import (
    FOLDER,
    close_due,
    drop_files,
    export_due,
    file_of,
    forget_due,
    make_export,
)
from insieme.people.tasks.invitations import send_invitation, write_due
from insieme.people.tasks.letters import send_closed, send_closing, send_export
from insieme.people.tasks.verifications import end_verification, end_verifications_due, look_into_verification, txt_records, verify_due

__all__ = [
    "FOLDER",
    "close_due",
    "drop_files",
    "end_verification",
    "end_verifications_due",
    "export_due",
    "file_of",
    "forget_due",
    "look_into_verification",
    "make_export",
    "send_closed",
    "send_closing",
    "send_export",
    "send_invitation",
    "txt_records",
    "verify_due",
    "write_due",
]
