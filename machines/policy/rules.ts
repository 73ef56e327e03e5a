import { localDateAt } from '../calendar/index.ts';
import type { Meta } from '../engine/index.ts';
import type { Policy } from './schema.ts';
import type { Barred, TeamMember } from './field-schema.ts';

interface Dated {
  readonly meta: Meta;
  readonly on?: string | undefined;
}

/** Rules about the days on which things happen, for every machine that keeps `zone` and `reachedOn`. */
export const dateRules = {
  'DATE-01': {
    clause: 'records tell the truth',
    text: 'The date lies in the future: what has not happened yet cannot be recorded.',
    allows: ({ context, event }: { context: { zone: string }; event: Dated }): boolean =>
      event.on === undefined || event.on <= localDateAt(Date.parse(event.meta.at), context.zone),
  },
  'DATE-02': {
    clause: 'records tell the truth',
    text: 'The date lies before the step that this one follows.',
    allows: ({ context, event }: { context: { reachedOn: string }; event: Dated }): boolean =>
      event.on === undefined || event.on >= context.reachedOn,
  },
};

/**
 * Whether a person may not audit or decide on a day: the last day of the cooling-off still belongs to it.
 * Source: ISO/IEC 17021-1 5.2 (unconfirmed).
 */
export function isBarred(barred: readonly Barred[] | undefined, id: string, on: string): boolean {
  return barred?.some((person) => person.id === id && on <= person.until) === true;
}

/**
 * The competences that some persons together do not hold on a day; none where the body keeps no list of its staff.
 * Source: ISO/IEC 17021-1 7.1.2, ISO/IEC 27006-1 7.1 (unconfirmed).
 */
export function lacks(
  { staff, needed }: { staff: Policy['staff']; needed: readonly string[] | undefined },
  persons: readonly string[],
  on: string,
): readonly string[] {
  if (staff.length === 0 || !needed) return [];
  const held = staff
    .filter(({ id }) => persons.includes(id))
    .flatMap(({ competences = [] }) => competences)
    .filter(({ until }) => on <= until);
  return needed.filter((code) => held.every((competence) => competence.code !== code));
}

/** Roles without an office: other parties, appointed teams, and whoever runs the system. */
const outsideTheOffice = ['client', 'accreditationBody', 'leadAuditor', 'auditor', 'operator'];

/** Who may act for the certification body, for every machine that keeps the `staff` list. */
export const officeRules = {
  'ROLE-02': {
    clause: 'ISO/IEC 17021-1 7.1 (unconfirmed)',
    text: 'The staff list does not give this person the role in which it acts.',
    allows: ({
      context,
      event,
    }: {
      context: { staff: Policy['staff'] };
      event: { readonly meta: Meta };
    }): boolean => {
      const { actor } = event.meta;
      if (context.staff.length === 0 || !actor || outsideTheOffice.includes(actor.role))
        return true;
      return context.staff.some(
        ({ id, roles }) => id === actor.id && roles.some((role) => role === actor.role),
      );
    },
  },
};

/** Who may act for an audit team, for every machine that keeps the present `team`. */
export const teamRules = {
  'ROLE-01': {
    clause: 'ISO/IEC 17021-1 9.2.2 (unconfirmed)',
    text: 'Only a member of the audit team acts for it, in the role of the appointment.',
    allows: ({
      context,
      event,
    }: {
      context: { team: readonly TeamMember[] };
      event: { readonly meta: Meta };
    }): boolean => {
      const { actor } = event.meta;
      return context.team.some(({ id, role }) => id === actor?.id && role === actor.role);
    },
  },
};
