/** JSON of which nothing is known: what is missing, or of another kind, reads as nothing. */
export interface Reading {
  text(name: string): string | undefined;
  /** The text, or an empty one. */
  word(name: string): string;
  number(name: string): number | undefined;
  /** The number, or 0. */
  amount(name: string): number;
  flag(name: string): boolean;
  list(name: string): readonly Readonly<Record<string, unknown>>[];
  texts(name: string): readonly string[];
  entries(name: string): readonly (readonly [string, unknown])[];
  inside(name: string): Reading;
}

/** There is one for every event: a class is made faster than an object of functions. */
class JsonReading implements Reading {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' ? value : undefined;
  }

  word(name: string): string {
    return this.text(name) ?? '';
  }

  amount(name: string): number {
    return this.number(name) ?? 0;
  }

  number(name: string): number | undefined {
    const value = this.#values[name];
    return typeof value === 'number' ? value : undefined;
  }

  flag(name: string): boolean {
    return this.#values[name] === true;
  }

  list(name: string): readonly Readonly<Record<string, unknown>>[] {
    return this.#all(name).filter(isObject);
  }

  texts(name: string): readonly string[] {
    return this.#all(name).filter((value) => typeof value === 'string');
  }

  entries(name: string): readonly (readonly [string, unknown])[] {
    const value = this.#values[name];
    return isObject(value) ? Object.entries(value) : [];
  }

  inside(name: string): Reading {
    return reading(this.#values[name]);
  }

  #all(name: string): readonly unknown[] {
    const value = this.#values[name];
    return Array.isArray(value) ? (value as readonly unknown[]) : [];
  }
}

/** Looks at JSON without knowing its type. */
export function reading(value: unknown): Reading {
  return new JsonReading(isObject(value) ? value : {});
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
