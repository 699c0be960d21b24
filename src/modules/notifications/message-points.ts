import type { AnyStoredEvent } from '../../kernel/events.js';
import type { Message, MessageFacts, MessageLinks } from './message.js';
import type { MessageWords } from './message-words.js';

/** What people are told when points are granted, corrected or taken back without a request. */
export function creditedMessage(
  event: Extract<AnyStoredEvent, { type: 'points.credited' }>,
  { categoryName: category, reason }: MessageFacts,
  links: Pick<MessageLinks, 'history'>,
  words: MessageWords,
): Message {
  return { text: textOf(event, category, words), words: reason, href: links.history };
}

/** How the bonus of somebody eligible stands; what it was computed from line by line. */
export function analysedMessage(
  { data }: Extract<AnyStoredEvent, { type: 'bonus.analysed' }>,
  links: Pick<MessageLinks, 'history'>,
  { t, period }: MessageWords,
): Message {
  const { points, milestones, utilization } = data;
  const lines = [
    t('told.analysisQuarter', { points: data.quarterPoints, target: data.quarterlyTarget }),
    t('told.analysisYear', { points: data.yearPoints, target: data.yearlyTarget }),
    t('told.analysisMilestones', { milestones: milestones.map((percent) => `${percent} %`).join(', ') }),
    ...(utilization === null ? [] : [t('told.analysisUtilization', { percent: utilization })]),
  ];
  return {
    text: t('told.analysis', { period: period(data.period), points }),
    words: lines.join('\n'),
    href: links.history,
  };
}

function textOf(
  { data, before, after }: Extract<AnyStoredEvent, { type: 'points.credited' }>,
  category: string,
  { t, period: periodText }: MessageWords,
): string {
  const { points } = data;
  const period = periodText(data.quarter);
  switch (data.kind) {
    case 'award':
      return t('told.award', { points, category });
    case 'bonus':
      return t('told.bonus', { points });
    case 'reversal':
      return t('told.reversal', { points: Math.abs(points), category, period });
    default:
      return before === undefined
        ? t('told.corrected', { points, category, period })
        : t('told.correctedTo', {
            category,
            period,
            before: Number(before['points']),
            after: Number(after?.['points']),
          });
  }
}
