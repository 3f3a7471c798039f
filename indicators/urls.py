"""The addresses of the first floor. The page of one indicator stands on the roof, with the goals that use it."""

from __future__ import annotations

from django.urls import path

from indicators.views import comparing, drifts, economy, groups, imports, indicators, kolada, outcomes, scb, scenarios

app_name = "indicators"
urlpatterns = [
    path("indikatorer/", indicators.indicator_list, name="indicators"),
    path("indikatorer/ny/", indicators.indicator_define, name="indicator-define"),
    path("indikatorer/utfall/", outcomes.outcome_due, name="outcome-due"),
    path("indikatorer/utfall/<int:pk>/revidera/", outcomes.outcome_revise, name="outcome-revise"),
    path("indikatorer/<int:pk>/andra/", indicators.indicator_edit, name="indicator-edit"),
    path("indikatorer/<int:pk>/innebord/", indicators.indicator_redefine, name="indicator-redefine"),
    path("indikatorer/<int:pk>/dolda-varden/", indicators.indicator_ask, name="indicator-ask"),
    path("indikatorer/<int:pk>/utfall/", outcomes.outcome_enter, name="outcome-enter"),
    path("indikatorer/inlasningar/", imports.import_list, name="imports"),
    path("indikatorer/inlasningar/ny/", imports.import_new, name="import-new"),
    path("indikatorer/inlasningar/mall.xlsx", imports.import_template, {"kind": "xlsx"}, name="import-template"),
    path("indikatorer/inlasningar/mall.csv", imports.import_template, {"kind": "csv"}, name="import-template-csv"),
    path("indikatorer/inlasningar/<int:pk>/", imports.import_show, name="import-show"),
    path("indikatorer/inlasningar/<int:pk>/rader.xlsx", imports.import_file, name="import-file"),
    path("indikatorer/inlasningar/<int:pk>/kasta/", imports.import_discard, name="import-discard"),
    path("indikatorer/inlasningar/<int:pk>/fortsatt/", imports.import_go_on, name="import-go-on"),
    path("indikatorer/inlasningar/<int:pk>/forsok-igen/", imports.import_retry, name="import-retry"),
    path("indikatorer/inlasningar/<int:pk>/ta-over/", imports.import_take, name="import-take"),
    path("indikatorer/kolada/", kolada.kolada, name="kolada"),
    path("indikatorer/kolada/uppdatera/", kolada.kolada_refresh, name="kolada-refresh"),
    path("indikatorer/kolada/hamta/", kolada.kolada_fetch, name="kolada-fetch"),
    path("indikatorer/kolada/andringar/", drifts.drift_list, name="drifts"),
    path("indikatorer/kolada/andringar/<int:pk>/", drifts.drift_show, name="drift-show"),
    path("indikatorer/kolada/andringar/<int:pk>/behall/", drifts.drift_keep, name="drift-keep"),
    path("indikatorer/kolada/andringar/<int:pk>/ordalydelse/", drifts.drift_reword, name="drift-reword"),
    path("indikatorer/kolada/<int:pk>/", kolada.kolada_item, name="kolada-item"),
    path("indikatorer/kolada/<int:pk>/lagg-till/", kolada.kolada_add, name="kolada-add"),
    path("indikatorer/kolada/<int:pk>/grupp/", kolada.kolada_group, name="kolada-group"),
    path("indikatorer/<int:pk>/jamfor/", comparing.compare, name="compare"),
    path("indikatorer/grupper/", groups.group_list, name="groups"),
    path("indikatorer/grupper/ny/", groups.group_make, name="group-make"),
    path("indikatorer/grupper/<int:pk>/", groups.group_show, name="group-show"),
    path("indikatorer/grupper/<int:pk>/andra/", groups.group_edit, name="group-edit"),
    path("indikatorer/grupper/<int:pk>/avsluta/", groups.group_end, name="group-end"),
    path("indikatorer/scb/", scb.scb_list, name="scb"),
    path("indikatorer/scb/ny/", scb.scb_search, name="scb-search"),
    path("indikatorer/scb/ny/urval/", scb.scb_choose, name="scb-choose"),
    path("indikatorer/scb/<int:pk>/", scb.scb_show, name="scb-show"),
    path("indikatorer/scb/<int:pk>/hamta/", scb.scb_fetch, name="scb-fetch"),
    path("indikatorer/scb/<int:pk>/avsluta/", scb.scb_end, name="scb-end"),
    path("ekonomi/", economy.economy, name="economy"),
    path("ekonomi/utrymme/", scenarios.scenario_list, name="scenarios"),
    path("ekonomi/utrymme/nytt/", scenarios.scenario_write, name="scenario-write"),
    path("ekonomi/utrymme/<int:pk>/", scenarios.scenario_show, name="scenario-show"),
    path("ekonomi/utrymme/<int:pk>/andra/", scenarios.scenario_edit, name="scenario-edit"),
    path("ekonomi/utrymme/<int:pk>/anvand/", scenarios.scenario_use, name="scenario-use"),
]
