CREATE TABLE `calendar_days` (
	`date` text NOT NULL,
	`year` integer NOT NULL,
	`working` integer NOT NULL,
	`name` text NOT NULL,
	PRIMARY KEY(`year`, `date`)
);
--> statement-breakpoint
CREATE INDEX `calendar_days_date` ON `calendar_days` (`date`);--> statement-breakpoint
CREATE TABLE `calendar_years` (
	`year` integer PRIMARY KEY NOT NULL,
	`notice` text NOT NULL,
	`imported_at` integer NOT NULL,
	`imported_by` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `callback_targets` (
	`case_id` text NOT NULL,
	`round` integer NOT NULL,
	`complaint_id` text NOT NULL,
	`status` text NOT NULL,
	PRIMARY KEY(`case_id`, `round`, `complaint_id`)
);
--> statement-breakpoint
CREATE TABLE `catalogue_versions` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`published_at` integer NOT NULL,
	`published_by` text,
	`note` text NOT NULL,
	`items` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `extension_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`duty_id` text NOT NULL,
	`amount` integer NOT NULL,
	`reason` text NOT NULL,
	`status` text NOT NULL,
	`requested_by` text NOT NULL,
	`requested_at` integer NOT NULL,
	`decided_by` text,
	`decided_at` integer,
	`decision_reason` text
);
--> statement-breakpoint
CREATE INDEX `extension_requests_duty` ON `extension_requests` (`duty_id`);--> statement-breakpoint
CREATE TABLE `directions` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` text NOT NULL,
	`kind` text NOT NULL,
	`town_id` text NOT NULL,
	`department_id` text NOT NULL,
	`text` text NOT NULL,
	`given_by` text NOT NULL,
	`given_at` integer NOT NULL,
	`due_at` integer,
	`status` text NOT NULL,
	`answer` text,
	`answered_by` text,
	`answered_at` integer
);
--> statement-breakpoint
CREATE INDEX `directions_case` ON `directions` (`case_id`);--> statement-breakpoint
CREATE TABLE `evaluations` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` text NOT NULL,
	`round` integer NOT NULL,
	`by_organisation_id` text NOT NULL,
	`by_person_id` text,
	`department_id` text NOT NULL,
	`response` integer NOT NULL,
	`result` integer NOT NULL,
	`comment` text,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `evaluations_case` ON `evaluations` (`case_id`);--> statement-breakpoint
CREATE INDEX `evaluations_department` ON `evaluations` (`department_id`,`at`);--> statement-breakpoint
CREATE TABLE `team_members` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`case_id` text NOT NULL,
	`person_id` text NOT NULL,
	`organisation_id` text NOT NULL,
	`post` text NOT NULL,
	`joined_at` integer NOT NULL,
	`join_reason` text NOT NULL,
	`left_at` integer,
	`leave_reason` text
);
--> statement-breakpoint
CREATE INDEX `team_members_case` ON `team_members` (`case_id`);--> statement-breakpoint
CREATE TABLE `consultations` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` text NOT NULL,
	`kind` text NOT NULL,
	`organisation_id` text NOT NULL,
	`opened_by` text NOT NULL,
	`opened_at` integer NOT NULL,
	`question` text NOT NULL,
	`place` text NOT NULL,
	`closes_at` integer NOT NULL,
	`status` text NOT NULL,
	`participants` integer,
	`summary` text,
	`summarised_at` integer
);
--> statement-breakpoint
CREATE INDEX `consultations_case` ON `consultations` (`case_id`);--> statement-breakpoint
CREATE TABLE `meeting_participants` (
	`meeting_id` text NOT NULL,
	`kind` text NOT NULL,
	`participant_id` text NOT NULL,
	`attended` integer,
	PRIMARY KEY(`meeting_id`, `kind`, `participant_id`)
);
--> statement-breakpoint
CREATE TABLE `meetings` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` text NOT NULL,
	`kind` text NOT NULL,
	`host_organisation_id` text NOT NULL,
	`called_by` text,
	`called_at` integer NOT NULL,
	`held_at` integer NOT NULL,
	`place` text NOT NULL,
	`agenda` text NOT NULL,
	`status` text NOT NULL,
	`minutes` text,
	`duty_id` text
);
--> statement-breakpoint
CREATE INDEX `meetings_case` ON `meetings` (`case_id`);--> statement-breakpoint
CREATE TABLE `parties` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`territory_id` text NOT NULL,
	`sample` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `register_versions` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`published_at` integer NOT NULL,
	`published_by` text,
	`note` text NOT NULL,
	`entries` text NOT NULL
);
--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_duty_changes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`duty_id` text NOT NULL,
	`kind` text NOT NULL,
	`reason` text NOT NULL,
	`ground` text,
	`amount` integer,
	`unit` text,
	`due_before` integer NOT NULL,
	`due_after` integer NOT NULL,
	`at` integer NOT NULL,
	`by_person_id` text
);
--> statement-breakpoint
INSERT INTO `__new_duty_changes`("id", "duty_id", "kind", "reason", "ground", "amount", "unit", "due_before", "due_after", "at", "by_person_id") SELECT "id", "duty_id", "kind", "reason", NULL, "amount", "unit", "due_before", "due_after", "at", "by_person_id" FROM `duty_changes`;--> statement-breakpoint
DROP TABLE `duty_changes`;--> statement-breakpoint
ALTER TABLE `__new_duty_changes` RENAME TO `duty_changes`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `duty_changes_duty` ON `duty_changes` (`duty_id`);--> statement-breakpoint
CREATE TABLE `__new_resolution_items` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` text NOT NULL,
	`duty_id` text,
	`meeting_id` text,
	`kind` text NOT NULL,
	`owner_organisation_id` text NOT NULL,
	`party_id` text,
	`description` text NOT NULL,
	`due_at` integer,
	`status` text NOT NULL,
	`report` text,
	`decided_at` integer NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
INSERT INTO `__new_resolution_items`("id", "case_id", "duty_id", "meeting_id", "kind", "owner_organisation_id", "party_id", "description", "due_at", "status", "report", "decided_at", "finished_at") SELECT "id", "case_id", "duty_id", NULL, "kind", "owner_organisation_id", NULL, "description", NULL, "status", "report", "decided_at", "finished_at" FROM `resolution_items`;--> statement-breakpoint
DROP TABLE `resolution_items`;--> statement-breakpoint
ALTER TABLE `__new_resolution_items` RENAME TO `resolution_items`;--> statement-breakpoint
CREATE INDEX `resolution_items_case` ON `resolution_items` (`case_id`);--> statement-breakpoint
ALTER TABLE `callbacks` ADD `complaint_id` text;--> statement-breakpoint
ALTER TABLE `callbacks` ADD `attempt` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `case_departments` ADD `release_reason` text;--> statement-breakpoint
ALTER TABLE `case_departments` ADD `may_object` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `cases` ADD `leading_group_id` text;--> statement-breakpoint
ALTER TABLE `cases` ADD `register_version` integer;--> statement-breakpoint
ALTER TABLE `complaints` ADD `withdrawn_at` integer;--> statement-breakpoint
ALTER TABLE `events` ADD `cause` text;--> statement-breakpoint
CREATE UNIQUE INDEX `events_cause` ON `events` (`case_id`,`type`,`cause`);--> statement-breakpoint
ALTER TABLE `duties` ADD `engine_epoch` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `duties` ADD `scope` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `duties` ADD `round` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `duties` ADD `limit` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `duties` ADD `set_due_at` integer;--> statement-breakpoint
ALTER TABLE `people` ADD `left_at` integer;