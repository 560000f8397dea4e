CREATE TABLE `callbacks` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`case_id` text NOT NULL,
	`round` integer NOT NULL,
	`contacted` integer NOT NULL,
	`solved` integer,
	`satisfaction` text,
	`reason` text,
	`at` integer NOT NULL,
	`by_person_id` text
);
--> statement-breakpoint
CREATE INDEX `callbacks_case` ON `callbacks` (`case_id`);--> statement-breakpoint
CREATE TABLE `case_departments` (
	`case_id` text NOT NULL,
	`department_id` text NOT NULL,
	`responsibility` text NOT NULL,
	`status` text NOT NULL,
	`handler_id` text,
	`register_entry_id` text,
	`register_version` integer,
	`dispatched_at` integer NOT NULL,
	`reported_at` integer,
	`handed_in_at` integer,
	`released_at` integer,
	PRIMARY KEY(`case_id`, `department_id`)
);
--> statement-breakpoint
CREATE INDEX `case_departments_department` ON `case_departments` (`department_id`);--> statement-breakpoint
CREATE TABLE `cases` (
	`id` text PRIMARY KEY NOT NULL,
	`origin` text NOT NULL,
	`subject` text NOT NULL,
	`item_id` text,
	`town_id` text,
	`profile` text NOT NULL,
	`difficulty` text NOT NULL,
	`status` text NOT NULL,
	`stage` text NOT NULL,
	`path` text NOT NULL,
	`repeat_count` integer NOT NULL,
	`pushed_departments` integer NOT NULL,
	`legacy_matter` integer NOT NULL,
	`refusal_grounds` text NOT NULL,
	`other_district_ids` text NOT NULL,
	`whistle_decision` text,
	`lead_department_id` text,
	`leader_id` text,
	`round` integer NOT NULL,
	`outcome` text,
	`process_instance_key` text,
	`engine_epoch` text,
	`opened_at` integer NOT NULL,
	`closed_at` integer,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `cases_changed` ON `cases` (`changed_at`,`id`);--> statement-breakpoint
CREATE INDEX `cases_status` ON `cases` (`status`,`stage`);--> statement-breakpoint
CREATE INDEX `cases_town` ON `cases` (`town_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `cases_instance` ON `cases` (`engine_epoch`,`process_instance_key`);--> statement-breakpoint
CREATE TABLE `complaints` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` text NOT NULL,
	`source` text NOT NULL,
	`order_number` text NOT NULL,
	`channel` text NOT NULL,
	`subject` text NOT NULL,
	`text` text NOT NULL,
	`place` text NOT NULL,
	`complainant_name` text NOT NULL,
	`complainant_phone` text NOT NULL,
	`hidden` integer NOT NULL,
	`content_hash` text NOT NULL,
	`received_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `complaints_order` ON `complaints` (`source`,`order_number`);--> statement-breakpoint
CREATE INDEX `complaints_case` ON `complaints` (`case_id`);--> statement-breakpoint
CREATE INDEX `complaints_content` ON `complaints` (`content_hash`);--> statement-breakpoint
CREATE TABLE `counters` (
	`name` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`case_id` text NOT NULL,
	`at` integer NOT NULL,
	`type` text NOT NULL,
	`stage` text NOT NULL,
	`person_id` text,
	`on_behalf_of_id` text,
	`organisation_id` text,
	`data` text NOT NULL,
	`origin` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `events_case` ON `events` (`case_id`,`id`);--> statement-breakpoint
CREATE INDEX `events_type` ON `events` (`type`,`at`);--> statement-breakpoint
CREATE TABLE `problems` (
	`case_id` text NOT NULL,
	`seq` integer NOT NULL,
	`description` text NOT NULL,
	`solved` integer,
	`households` integer,
	`people` integer,
	`risk_removed` integer,
	PRIMARY KEY(`case_id`, `seq`)
);
--> statement-breakpoint
CREATE TABLE `process_instances` (
	`engine_epoch` text NOT NULL,
	`key` text NOT NULL,
	`case_id` text NOT NULL,
	`process_id` text NOT NULL,
	`process_definition_key` text NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`engine_epoch`, `key`)
);
--> statement-breakpoint
CREATE INDEX `process_instances_case` ON `process_instances` (`case_id`);--> statement-breakpoint
CREATE TABLE `whistles` (
	`case_id` text PRIMARY KEY NOT NULL,
	`town_id` text NOT NULL,
	`criterion` text NOT NULL,
	`reason` text NOT NULL,
	`blown_by` text,
	`overruled` integer NOT NULL,
	`blown_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `catalogue_items` (
	`id` text PRIMARY KEY NOT NULL,
	`area_code` text NOT NULL,
	`area_name` text NOT NULL,
	`name` text NOT NULL,
	`keywords` text NOT NULL,
	`difficulty` text NOT NULL,
	`confidential` integer NOT NULL,
	`version` integer NOT NULL,
	`sample` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `duties` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` text NOT NULL,
	`step` text NOT NULL,
	`stage` text NOT NULL,
	`organisation_id` text NOT NULL,
	`role` text NOT NULL,
	`profile` text NOT NULL,
	`process_instance_key` text NOT NULL,
	`reference` text,
	`status` text NOT NULL,
	`started_at` integer NOT NULL,
	`amount` integer NOT NULL,
	`unit` text NOT NULL,
	`due_at` integer NOT NULL,
	`provisional` integer NOT NULL,
	`paused_at` integer,
	`level` text,
	`outcome` text,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `duties_case` ON `duties` (`case_id`);--> statement-breakpoint
CREATE INDEX `duties_open` ON `duties` (`status`,`due_at`);--> statement-breakpoint
CREATE TABLE `duty_changes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`duty_id` text NOT NULL,
	`kind` text NOT NULL,
	`reason` text NOT NULL,
	`amount` integer,
	`unit` text,
	`due_before` integer NOT NULL,
	`due_after` integer NOT NULL,
	`at` integer NOT NULL,
	`by_person_id` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `duty_changes_duty` ON `duty_changes` (`duty_id`);--> statement-breakpoint
CREATE TABLE `resolution_items` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` text NOT NULL,
	`duty_id` text NOT NULL,
	`kind` text NOT NULL,
	`owner_organisation_id` text NOT NULL,
	`description` text NOT NULL,
	`status` text NOT NULL,
	`report` text,
	`decided_at` integer NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `resolution_items_case` ON `resolution_items` (`case_id`);--> statement-breakpoint
CREATE TABLE `notifications` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`case_id` text NOT NULL,
	`duty_id` text,
	`recipient` text NOT NULL,
	`template` text NOT NULL,
	`text` text NOT NULL,
	`at` integer NOT NULL,
	`cause` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_cause` ON `notifications` (`cause`,`recipient`);--> statement-breakpoint
CREATE INDEX `notifications_recipient` ON `notifications` (`recipient`,`id`);--> statement-breakpoint
CREATE TABLE `deputies` (
	`person_id` text NOT NULL,
	`deputy_id` text NOT NULL,
	`valid_from` integer NOT NULL,
	`valid_until` integer,
	PRIMARY KEY(`person_id`, `deputy_id`)
);
--> statement-breakpoint
CREATE TABLE `leadership_lines` (
	`leading_group_id` text NOT NULL,
	`area_code` text NOT NULL,
	`person_id` text NOT NULL,
	PRIMARY KEY(`leading_group_id`, `area_code`)
);
--> statement-breakpoint
CREATE TABLE `memberships` (
	`person_id` text NOT NULL,
	`organisation_id` text NOT NULL,
	`role` text NOT NULL,
	`post` text NOT NULL,
	PRIMARY KEY(`person_id`, `organisation_id`, `role`)
);
--> statement-breakpoint
CREATE INDEX `memberships_group` ON `memberships` (`organisation_id`,`role`);--> statement-breakpoint
CREATE TABLE `organisations` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`parent_id` text,
	`name` text NOT NULL,
	`name_en` text NOT NULL,
	`sample` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`account` text NOT NULL,
	`name` text NOT NULL,
	`sample` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `people_account_unique` ON `people` (`account`);--> statement-breakpoint
CREATE TABLE `register_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`item_id` text NOT NULL,
	`territory_id` text NOT NULL,
	`department_id` text NOT NULL,
	`responsibility` text NOT NULL,
	`post` text NOT NULL,
	`person_id` text NOT NULL,
	`duty` text NOT NULL,
	`version` integer NOT NULL,
	`valid_from` integer NOT NULL,
	`valid_until` integer,
	`sample` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `register_item` ON `register_entries` (`item_id`,`territory_id`);--> statement-breakpoint
CREATE TABLE `tokens` (
	`hash` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`label` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer
);
--> statement-breakpoint
CREATE TABLE `task_groups` (
	`task_id` text NOT NULL,
	`group` text NOT NULL,
	PRIMARY KEY(`task_id`, `group`)
);
--> statement-breakpoint
CREATE INDEX `task_groups_group` ON `task_groups` (`group`);--> statement-breakpoint
CREATE TABLE `tasks` (
	`id` text PRIMARY KEY NOT NULL,
	`engine_epoch` text NOT NULL,
	`job_key` text NOT NULL,
	`process_instance_key` text NOT NULL,
	`process_definition_key` text NOT NULL,
	`process_id` text NOT NULL,
	`element_id` text NOT NULL,
	`case_id` text NOT NULL,
	`duty_id` text,
	`step` text NOT NULL,
	`stage` text NOT NULL,
	`form` text NOT NULL,
	`organisation_id` text,
	`due_at` integer,
	`status` text NOT NULL,
	`assignee_id` text,
	`form_data` text,
	`submitted_by` text,
	`submitted_on_behalf_of` text,
	`submitted_at` integer,
	`renewed_at` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tasks_job` ON `tasks` (`engine_epoch`,`job_key`);--> statement-breakpoint
CREATE INDEX `tasks_case` ON `tasks` (`case_id`);--> statement-breakpoint
CREATE INDEX `tasks_duty` ON `tasks` (`duty_id`);--> statement-breakpoint
CREATE INDEX `tasks_status` ON `tasks` (`status`,`due_at`);--> statement-breakpoint
CREATE TABLE `bundles` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`hash` text NOT NULL,
	`engine_epoch` text NOT NULL,
	`deployed_at` integer NOT NULL,
	`files` text NOT NULL,
	`processes` text NOT NULL,
	`names` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `engine_epochs` (
	`id` text PRIMARY KEY NOT NULL,
	`began_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `job_results` (
	`engine_epoch` text NOT NULL,
	`job_key` text NOT NULL,
	`type` text NOT NULL,
	`output` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`engine_epoch`, `job_key`)
);
--> statement-breakpoint
CREATE INDEX `job_results_at` ON `job_results` (`at`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`payload` text NOT NULL,
	`created_at` integer NOT NULL,
	`attempts` integer NOT NULL,
	`next_attempt_at` integer NOT NULL,
	`claimed_until` integer NOT NULL,
	`status` text NOT NULL,
	`last_error` text,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `outbox_pending` ON `outbox` (`status`,`next_attempt_at`);