// Drives of Windows: asks the Storage module of PowerShell. Written after documentation, and not yet run on Windows.
import { realpath } from 'node:fs/promises';
import { fault } from '../../../shared/model/errors';
import type { DriveSystem } from './found-drive';
import { parseGetDisk } from './get-disk';
import { runProgram, type RunProgram } from './run-program';

/** PowerShell takes seconds to start, and the first question to Storage as many again. */
const LIMIT_MS = 60_000;

/** Nothing is put into it: it is the same for everyone. */
const script = `
$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = [System.Text.Encoding]::UTF8
$media = @{}
Get-CimInstance Win32_DiskDrive -ErrorAction SilentlyContinue | ForEach-Object { $media[[int]$_.Index] = $_.MediaType }
$shell = New-Object -ComObject Shell.Application
$disks = @(Get-Disk | ForEach-Object { [pscustomobject]@{ Number = [int]$_.Number; FriendlyName = $_.FriendlyName; Model = $_.Model
  Manufacturer = $_.Manufacturer; SerialNumber = $_.SerialNumber; Size = $_.Size; LogicalSectorSize = $_.LogicalSectorSize
  BusType = [string]$_.BusType; IsSystem = $_.IsSystem; IsBoot = $_.IsBoot; BootFromDisk = $_.BootFromDisk; IsReadOnly = $_.IsReadOnly
  IsClustered = $_.IsClustered; OperationalStatus = [string]$_.OperationalStatus; MediaType = $media[[int]$_.Number] } })
$partitions = @(Get-Partition -ErrorAction SilentlyContinue | ForEach-Object { [pscustomobject]@{ DiskNumber = [int]$_.DiskNumber
  Size = $_.Size; DriveLetter = [string]$_.DriveLetter; AccessPaths = @($_.AccessPaths); GptType = $_.GptType; MbrType = $_.MbrType
  IsSystem = $_.IsSystem; IsBoot = $_.IsBoot } })
$volumes = @(Get-Volume -ErrorAction SilentlyContinue | ForEach-Object { $lock = $null
  if ($_.DriveLetter) { $lock = $shell.NameSpace("$($_.DriveLetter):").Self.ExtendedProperty('System.Volume.BitLockerProtection') }
  [pscustomobject]@{ Path = $_.Path; DriveLetter = [string]$_.DriveLetter; FileSystem = [string]$_.FileSystem
  FileSystemLabel = $_.FileSystemLabel; BitLocker = $lock } })
$pages = @(Get-CimInstance Win32_PageFileUsage -ErrorAction SilentlyContinue | ForEach-Object { $_.Name })
[pscustomobject]@{ disks = $disks; partitions = $partitions; volumes = $volumes; pageFiles = $pages; systemDrive = $env:SystemDrive } |
  ConvertTo-Json -Depth 4 -Compress
`;

export const windowsDrives = (run: RunProgram = runProgram): DriveSystem => ({
  find: async () => {
    try {
      const encoded = Buffer.from(script, 'utf16le').toString('base64');
      return parseGetDisk(
        await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-EncodedCommand', encoded], { timeoutMs: LIMIT_MS }),
      );
    } catch (thrown) {
      throw fault('KEY_DRIVE_LIST', { detail: thrown instanceof Error ? thrown.message : 'Get-Disk', stick: 'untouched' }, thrown);
    }
  },
  nodeOf: (spelling) => Promise.resolve(windowsNodeOf(spelling)),
  nodesHolding: async (file) => {
    const letter = /^[a-z]:/i.exec((await realpath(file)).replace(/^\\\\\?\\/, ''));
    return letter ? [letter[0].toUpperCase()] : [];
  },
});

/** "\\.\PhysicalDrive2" → "disk2"; "e:\" → "E:"; "\\?\Volume{…}\" → itself in capitals */
export function windowsNodeOf(spelling: string): string | undefined {
  const path = spelling.replaceAll('/', '\\');
  const disk = /^(?:\\\\[.?]\\)?(?:GLOBALROOT\\)?(?:PhysicalDrive|Harddisk)(\d{1,4})(\\Partition0)?$/i.exec(path);
  if (disk) return `disk${Number(disk[1])}`;
  const letter = /^(?:\\\\[.?]\\)?([a-z]:)\\?$/i.exec(path);
  if (letter) return letter[1]!.toUpperCase();
  return /^\\\\[.?]\\Volume\{[0-9a-f-]+\}\\?$/i.test(path) ? `\\\\?\\${path.slice(4).replace(/\\$/, '')}\\`.toUpperCase() : undefined;
}
