// What is in the file: versions, BIOS, management engine, network, descriptor, as far as it was read.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { BiosFacts, DescriptorFacts, GbeFacts, ImageReport, MeFacts } from '../../../shared/firmware/report';
import { formatBytes, formatCount, formatOffset } from '../../format';
import { Facts, type Fact } from './Facts';
import { Place } from './Place';

export function ContentsTab({ report }: { readonly report: ImageReport }) {
  const { t } = useTranslation();
  const { descriptor, me, gbe, bios, known } = report;
  return (
    <>
      <Facts title={t('check.facts.versions')} facts={versions(t, report)} />
      {bios ? <Facts title="BIOS" facts={biosFacts(t, bios)} /> : null}
      {me ? <Facts title={t('check.facts.me')} facts={meFacts(t, me)} /> : null}
      {gbe ? <Facts title={t('check.facts.gbe')} facts={gbeFacts(t, gbe)} /> : null}
      {descriptor ? <Facts title={t('check.facts.descriptor')} facts={descriptorFacts(t, descriptor)} /> : null}
      <Facts
        title={t('check.facts.known')}
        facts={known.map(({ name, certainty, offset, length }) => ({
          name: certainty,
          value: <Place range={{ offset, length }}>{name}</Place>,
        }))}
      />
    </>
  );
}

const fact = (name: string, value: string | undefined): Fact | undefined => (value === undefined ? undefined : { name, value });

function versions(t: TFunction, report: ImageReport) {
  const { kind, size, machineFamily, biosVersion, recoveryVersion, bootBlockDate, bootBlockClass, meVersion, meState } = report;
  return [
    { name: t('check.facts.kind'), value: t(`check.kind.${kind}`) },
    { name: t('check.facts.size'), value: `${formatBytes(size)} (${formatCount(size)})` },
    fact(t('check.facts.family'), machineFamily),
    fact(t('check.facts.bios'), biosVersion),
    fact(t('check.facts.recovery'), recoveryVersion),
    fact(t('check.facts.bootBlock'), bootBlockDate && bootBlockClass ? `${bootBlockDate} (${bootBlockClass})` : bootBlockDate),
    fact(t('check.facts.me'), meVersion),
    meState && fact(t('check.facts.meState'), t(`meState.${meState}`)),
  ];
}

function biosFacts(t: TFunction, bios: BiosFacts) {
  const { buildDate, recovery, signatureBlock, volumes, files, pe32Images, variables, fit, acm, microcode } = bios;
  return [
    fact(t('check.facts.built'), buildDate),
    recovery && fact(t('check.facts.recoveryState'), [recovery.state, recovery.version].filter(Boolean).join(', ')),
    fact(t('check.facts.signature'), signatureBlock),
    volumes > 0 &&
      fact(
        t('check.facts.volumes'),
        t('check.facts.volumesOf', { volumes: formatCount(volumes), files: formatCount(files), pe32: formatCount(pe32Images) }),
      ),
    variables && fact(t('check.facts.variables'), t('check.facts.variablesOf', { ...variables, count: variables.count })),
    fit && {
      name: t('check.facts.fit'),
      value: <Place range={{ offset: fit.offset, length: fit.entries * 16 }}>{formatOffset(fit.offset)}</Place>,
    },
    acm && { name: t('check.facts.acm'), value: <Place range={acm}>{acm.date ?? formatOffset(acm.offset)}</Place> },
    microcode.length > 0 && {
      name: t('check.facts.microcode'),
      value: (
        <ul>
          {microcode.map((update) => (
            <li key={update.offset}>
              <Place range={update}>
                {update.cpuid} {update.processor ?? ''} · {t('check.facts.revision', { revision: hex(update.revision), date: update.date })}
                {update.sumIsGood ? '' : ` · ${t('check.facts.sumBad')}`}
                {update.inFit ? ` · ${t('check.facts.inFit')}` : ''}
              </Place>
            </li>
          ))}
        </ul>
      ),
    },
  ];
}

function meFacts(t: TFunction, me: MeFacts) {
  const { version, sku, date, state, manufacturingMode, partitions } = me;
  return [
    fact(t('check.facts.me'), [version, sku, date].filter(Boolean).join(' · ') || undefined),
    fact(t('check.facts.meState'), t(`meState.${state}`)),
    manufacturingMode && fact(t('check.facts.meMode'), `${manufacturingMode.sentence} (${manufacturingMode.certainty})`),
    partitions.length > 0 && {
      name: t('check.facts.mePartition'),
      value: (
        <ul>
          {partitions.map((partition) => (
            <li key={`${partition.name}${partition.offset}`}>
              <Place range={partition}>
                {partition.name} · {partition.type} · {formatBytes(partition.length)}
                {partition.signedBy ? ` · ${partition.signedBy}` : ''}
              </Place>
            </li>
          ))}
        </ul>
      ),
    },
  ];
}

function gbeFacts(t: TFunction, gbe: GbeFacts) {
  return [
    ...gbe.copies.map((copy, index) => ({
      name: t('check.facts.gbeCopy', { index: index + 1 }),
      value: (
        <Place range={{ offset: copy.offset, length: 0x80 }}>
          {copy.blank
            ? t('check.facts.blank')
            : [
                copy.device ?? hex(copy.deviceId),
                t(`macKind.${copy.macKind}`),
                copy.sumIsGood ? t('check.facts.sumGood') : t('check.facts.sumBad'),
              ].join(' · ')}
        </Place>
      ),
    })),
    fact(t('check.facts.mac'), gbe.macVendor),
  ];
}

function descriptorFacts(t: TFunction, descriptor: DescriptorFacts) {
  const { version, chips, access, clocks, vscc } = descriptor;
  return [
    fact(t('check.facts.descriptor'), t('check.facts.descriptorOf', { version, chips: chips.length })),
    access.length > 0 && { name: t('check.facts.access'), value: <Lines lines={access} /> },
    clocks.length > 0 && fact(t('check.facts.clocks'), clocks.map(({ name, mhz }) => `${name} ${formatCount(mhz)} MHz`).join(' · ')),
    vscc.length > 0 && {
      name: t('check.facts.vscc'),
      value: <Lines lines={vscc.map(({ jedec, name }) => (name ? `${name} (${jedec})` : jedec))} />,
    },
  ];
}

const hex = (value: number): string => `0x${value.toString(16).toUpperCase()}`;

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
