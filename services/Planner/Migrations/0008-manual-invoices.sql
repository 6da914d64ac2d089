-- The lines of a run that invoices what was entered by hand; null for a run of billing cycles. A commit has those of its preview.
alter table planner.runs add column manual jsonb;
