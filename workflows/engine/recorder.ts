import { proxySinks, type Sinks } from '@temporalio/workflow';
import type { RecordedEvent } from '../../machines/engine/index.ts';
import type { Entity, Position } from './entity.ts';

/** What a workflow knows to be in the log, as it learns of it. */
export interface Recording extends Sinks {
  readonly recording: {
    /**
     * @param events - in order; none when the log was folded outside the workflow
     * @param position - behind the last of them
     */
    recorded(events: readonly RecordedEvent[], position: Position): void;
  };
}

/** Set before the bundle by whoever replays a history to learn what it recorded; nobody else hears of it. */
declare const CERTWAY_RECORDING: boolean | undefined;
const isHeard = typeof CERTWAY_RECORDING !== 'undefined';
const { recording } = proxySinks<Recording>();

/** Tells that events are in the log, once the entity's position is behind them. */
export function tellRecorded({ position }: Entity, events: readonly RecordedEvent[]): void {
  if (isHeard) recording.recorded(events, position);
}
