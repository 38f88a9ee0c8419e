; Boot record of a FAT16 partition: loads KERNEL.SYS from the root folder to 0060:0000 and goes there, the way FreeDOS kernels
; expect it (BL: the drive). Reads by sector number only, any cluster size up to 64 KiB, sectors of 512 bytes.
;
;   nasm -f bin fat16.asm -o fat16.bin  (test: the committed fat16.bin equals what this assembles to)
;
; Bytes 0x0B to 0x3D (the parameters of the file system) are put in by the key builder; the program only reads them.

        bits 16
        cpu 386
        org 0

HOME    equ 0x8000                      ; it moves here: the kernel grows from 0x600 over 0x7c00
BUFFER  equ 0x8040                      ; one sector behind itself
KERNEL  equ 0x0060

        jmp short start
        nop
        db 'ROMRSCUE'
        times 0x3e - ($ - $$) db 0      ; the parameters
reserved equ 0x0e
fats    equ 0x10
entries equ 0x11
per_fat equ 0x16
hidden  equ 0x1c
drive   equ 0x24
cluster equ 0x0d

start:  cli
        xor ax, ax
        mov ss, ax
        mov sp, 0x7c00
        mov ds, ax
        sti
        cld
        mov si, sp
        mov ax, HOME
        mov es, ax
        xor di, di
        mov cx, 256
        rep movsw
        jmp HOME:moved

moved:  mov ds, ax
        cli
        mov ss, ax                      ; the kernel unpacks itself over 0x7c00: the stack stays up here
        mov sp, 0xfff0
        sti
        mov [drive], dl
        mov si, hello
        call say

        mov eax, [hidden]
        movzx ebx, word [reserved]
        add eax, ebx
        mov [fat_at], eax
        movzx ebx, byte [fats]
        movzx ecx, word [per_fat]
        imul ebx, ecx
        add eax, ebx                    ; the root folder
        movzx ecx, word [entries]
        add cx, 15
        shr cx, 4                       ; in sectors
        mov edx, eax
        add edx, ecx
        mov [data_at], edx

        mov dx, BUFFER
        mov es, dx
root:   call read
        mov bp, cx                      ; 16 entries a sector
        xor di, di
entry:  push di
        mov si, name
        mov cx, 11
        repe cmpsb
        pop di
        je found
        add di, 32
        cmp di, 512
        jb entry
        mov cx, bp
        inc eax
        loop root
        mov si, missing
        jmp stop

found:  mov bx, [es:di+0x1a]
        mov dx, KERNEL
load:   cmp bx, 2                       ; BX: a cluster, DX: where its first sector goes
        jb done
        cmp bx, 0xfff7
        jae done
        movzx eax, bx
        sub eax, 2
        movzx ecx, byte [cluster]
        imul eax, ecx
        add eax, [data_at]
part:   mov es, dx
        call read
        add dx, 0x20
        inc eax
        loop part
        movzx eax, bx                   ; its successor
        shr eax, 8
        add eax, [fat_at]
        mov si, BUFFER
        mov es, si
        call read
        xor bh, bh
        add bx, bx
        mov bx, [es:bx]
        jmp load

done:   mov bl, [drive]
        jmp KERNEL:0

; Sector EAX to ES:0. All registers stay. Five tries.
read:   pushad
        mov bp, 5
.again: push dword 0
        push eax
        push es
        push word 0
        push word 1
        push word 16
        mov si, sp
        push ds
        push ss
        mov dl, [drive]
        pop ds
        push eax
        mov ah, 0x42
        int 0x13
        pop eax
        pop ds
        lea sp, [esp+16]                ; leaves the carry alone
        jnc .done
        push eax
        xor ax, ax
        mov dl, [drive]
        int 0x13
        pop eax
        dec bp
        jnz .again
        mov si, unread
        jmp stop
.done:  popad
        ret

say:    lodsb
        or al, al
        jz .done
        mov ah, 0x0e
        mov bx, 7
        int 0x10
        jmp say
.done:  ret

stop:   call say
        xor ax, ax
        int 0x16
        int 0x18
        jmp $

hello   db 'Starting', 13, 10, 0
missing db 'No KERNEL.SYS', 0
unread  db 'Read error', 0
name    db 'KERNEL  SYS'

        align 4, db 0
fat_at  dd 0
data_at dd 0
        times 510 - ($ - $$) db 0       ; fails to assemble when the code is too long
        dw 0xaa55
