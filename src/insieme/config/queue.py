# SPDX-License-Identifier: AGPL-3.0-or-later
"""The queue of tasks in the database, worked by hand: django-tasks' own worker, without its loop, signals and start-up."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

#: A task that has run for so long was left behind by a worker that died: it is run again. Tasks are shallow and idempotent.
FORGOTTEN = timedelta(minutes=15)
KEPT = timedelta(days=14)

logging.getLogger("django_tasks_db").setLevel(logging.WARNING)


class Queue:
    """One worker's hands on the queue."""

    def __init__(self, name: str) -> None:
        """Work as `name`, which no other worker bears."""
        self.worker = Worker(
            queue_names=["*"],
            interval=0.05,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        )

    def run(self) -> int:
        """Run all tasks that are ready and return how many; after `stop` only the one in hand."""
        if not DBTaskResult.objects.ready().exists():
            return 0
        before = self.worker._run_tasks  # noqa: SLF001 - the count is kept nowhere else
        self.worker.run()
        return self.worker._run_tasks - before  # noqa: SLF001

    def stop(self) -> None:
        """Take no further task."""
        self.worker.running = False


def failed_since(moment: datetime) -> int:
    """How many tasks have failed since `moment`."""
    return DBTaskResult.objects.failed().filter(finished_at__gte=moment).count()


def revive(now: datetime) -> int:
    """Put back the tasks of workers that died in the middle."""
    running = DBTaskResult.objects.filter(status="RUNNING", started_at__lt=now - FORGOTTEN)
    return running.update(status="READY")


def prune(now: datetime) -> int:
    """Delete the results of tasks that ended long ago."""
    deleted, _ = DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT).delete()
    return deleted
