"""Settings → Jobs: what waits, what runs, what was given up and can run again."""

from __future__ import annotations

from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from parvis.foundation.audit import record
from parvis.foundation.clock import utc_now
from parvis.foundation.jobs import run_again
from parvis.foundation.reads.jobs import job_counts, page_of_dead_jobs
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen


@screen(permission="jobs.manage")
def jobs(request: HttpRequest) -> HttpResponse:
    page = page_of_dead_jobs(after=request.GET.get("after", ""))
    counts = {name: number_format(count) for name, count in asdict(job_counts()).items()}
    return render(request, "foundation/jobs/index.html", {"page": page, **counts})


@screen(permission="jobs.manage", methods=("POST",))
def again(request: HttpRequest, job_id: int) -> HttpResponse:
    """Put one back into its queue; what it had already done is not done twice."""
    if not run_again(job_id):
        raise Http404
    record("job.run_again", by=actor_of(request), now=utc_now(), job=job_id)
    say(request, _("The job is back in its queue."))
    return redirect("jobs")
