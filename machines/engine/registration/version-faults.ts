import type { AnyContract } from '../contract/index.ts';

/** What a machine says of its earlier versions. */
interface Lineage {
  readonly versions: readonly { readonly contract: Pick<AnyContract, 'id' | 'version'> }[];
  readonly migrations: Readonly<Record<string, unknown>>;
  readonly compatibleWith: readonly string[];
}

/** What is wrong with the earlier versions, migrations and compatible versions of a machine, one line per fault. */
export function versionFaults(contract: AnyContract, lineage: Lineage): string[] {
  const { id, version } = contract;
  const kept = lineage.versions.map((each) => each.contract);
  const migrated = Object.keys(lineage.migrations);
  const { compatibleWith } = lineage;
  return [
    ...kept
      .filter((each) => each.id !== id)
      .map((each) => `versions: ${each.id} ${each.version} is another machine`),
    ...twice([version, ...kept.map((each) => each.version)]).map(
      (each) => `versions: ${each} is there twice, the present version counted`,
    ),
    ...(version in lineage.migrations
      ? [`migrations: ${version} is the present version; raise it`]
      : []),
    ...(compatibleWith.includes(version)
      ? [`compatibleWith: ${version} is the present version`]
      : []),
    ...compatibleWith
      .filter((each) => migrated.includes(each))
      .map((each) => `compatibleWith: ${each} has a migration too; decide for one of them`),
  ];
}

function twice(versions: readonly string[]): string[] {
  return [...new Set(versions.filter((each, index) => versions.indexOf(each) !== index))];
}
