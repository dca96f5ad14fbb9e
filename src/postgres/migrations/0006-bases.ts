import { sqlMigration } from './sql-migration.ts';

/** The uppermost layer of an image that its base brought: images with the same one have the same base. */
export const bases = sqlMigration(`
alter table image add column base_layer_id integer references layer;
update image set base_layer_id = (
  select l.layer_id from image_layer l where l.image_id = image.id and l.brought_by = 'base' order by l.position desc limit 1);
create index image_by_base on image (base_layer_id, project_id) where base_layer_id is not null;
`);
