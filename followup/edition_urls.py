"""Addresses of reports and their editions."""

from __future__ import annotations

from django.urls import path

from followup.views import editions, feeds, opinions, premises, preparing, previewing

patterns = [
    path("rapporter/", editions.reports, name="reports"),
    path("rapporter/ge-ut/", preparing.choose, name="report-choose"),
    path("rapporter/forbered/<int:pk>/", preparing.prepare, name="report-prepare"),
    path("rapporter/forbered/<int:pk>/granska/", previewing.preview, name="report-preview"),
    path("rapporter/forbered/<int:pk>/ge-ut/", previewing.issue, name="report-issue"),
    path("rapporter/forslagskatalog/", preparing.choose_catalogue, name="catalogue-issue"),
    path("rapporter/forslagskatalog/<term:term>/", editions.catalogue, name="catalogue"),
    path("rapporter/budgetforutsattningar/", premises.issue, name="premises-issue"),
    path("rapporter/kontrollera/", editions.verify, name="report-verify"),
    path("rapporter/nya.atom", feeds.feed, name="report-feed"),
    path("rapporter/<int:pk>/", editions.show, name="edition"),
    path("rapporter/<slug:kind>/<int:year>/", feeds.latest, name="report-latest"),
    path("rapporter/<slug:kind>/<int:year>/utgava-<int:number>/", feeds.latest, name="report-numbered"),
    path("rapporter/<int:pk>/publicera/", editions.publish, name="edition-publish"),
    path("rapporter/<int:pk>/godkann/", editions.approve, name="edition-approve"),
    path("rapporter/<int:pk>/bifoga/", opinions.attach, name="edition-attach"),
    path("rapporter/<int:pk>/revisorerna/<int:opinion>/", opinions.opinion, name="edition-opinion"),
    path("rapporter/<int:pk>/avbryt/", editions.cancel, name="edition-cancel"),
    path("rapporter/<int:pk>/forsok-igen/", editions.retry, name="edition-retry"),
    path("rapporter/<int:pk>/fil/<slug:form>/", editions.file, name="edition-file"),
]
