# SPDX-License-Identifier: AGPL-3.0-or-later
"""The queue of tasks in the database, worked by hand: django-tasks' own worker, without its loop, signals and start-up."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

#: A task that has run for so long was left behind by a worker that died: it is run again. Tasks are shallow and idempotent.
FORGOTTEN = timedelta(minutes=15)
#: A task with which so many workers have died is what kills them, and would come back for ever; a letter would go out each time.
DEATHS = 3
#: So long one can read why a task failed. Of one that did what it should nobody has to know to whom it wrote.
KEPT, DONE = timedelta(days=14), timedelta(hours=1)

logger = logging.getLogger(__name__)
logging.getLogger("django_tasks_db").setLevel(logging.WARNING)


class WorkersDiedError(Exception):
    """Why a task was given up that nobody saw fail."""


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
    """Put back the tasks of workers that died in the middle, and give up those with which too many have died; return how many of both."""
    left = DBTaskResult.objects.filter(status="RUNNING", started_at__lt=now - FORGOTTEN)
    return sum(_give_up(task, now) if len(task.worker_ids) >= DEATHS else _as_seen(task).update(status="READY") for task in left)


def _give_up(task: DBTaskResult, now: datetime) -> int:
    fault = WorkersDiedError(f"Three workers have died with the task {task.task_path}; it is not tried again.")
    path = f"{WorkersDiedError.__module__}.{WorkersDiedError.__qualname__}"
    given_up = _as_seen(task).update(status="FAILED", finished_at=now, exception_class_path=path, traceback=str(fault))
    if given_up:
        logger.error("%s Its number is %s.", fault, task.pk)
    return given_up


def _as_seen(task: DBTaskResult) -> QuerySet[DBTaskResult]:
    """The row of the task, unless it has ended or begun anew since it was read."""
    return DBTaskResult.objects.filter(pk=task.pk, status="RUNNING", started_at=task.started_at)


def prune(now: datetime) -> int:
    """Delete the results of tasks that failed long ago, and of those that succeeded a while ago, with what they were about."""
    over = Q(status="FAILED", finished_at__lt=now - KEPT) | Q(status="SUCCESSFUL", finished_at__lt=now - DONE)
    deleted, _ = DBTaskResult.objects.filter(over).delete()
    return deleted
