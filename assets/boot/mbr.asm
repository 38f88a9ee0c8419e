; The boot code of a key's first sector (446 bytes at most; the partition table follows). It moves itself out of the way,
; finds the one active partition, loads that partition's first sector and goes there. Only 8086-compatible firmware calls.
;
;   nasm -f bin mbr.asm -o mbr.bin      (test: the committed mbr.bin equals what this assembles to)
;
; In: DL the drive. Out, to the boot record: DL the drive, DS:SI the entry of its partition.

        bits 16
        cpu 386
        org 0x600                       ; where it runs after the move: below every boot record's own place

start:  cli
        xor ax, ax
        mov ss, ax
        mov sp, 0x7c00
        mov ds, ax
        mov es, ax
        sti
        cld
        mov si, 0x7c00
        mov di, 0x600
        mov cx, 256
        rep movsw
        jmp 0:moved

moved:  mov si, table
        mov cx, 4
find:   cmp byte [si], 0x80
        je found
        add si, 16
        loop find
        mov bp, none
        jmp stop

found:  test dl, 0x80                   ; a firmware that hands over anything but a hard disk means the first one
        jnz known
        mov dl, 0x80
known:  mov [drive], dl
        mov di, 5                       ; sticks wake up slowly: tries
again:  push si
        mov eax, [si+8]                 ; first sector of the partition
        mov [packet.sector], eax
        mov word [packet.count], 1
        mov dl, [drive]
        mov ah, 0x41                    ; are reads by sector number there?
        mov bx, 0x55aa
        int 0x13
        pop si
        jc by_head
        cmp bx, 0xaa55
        jne by_head
        test cl, 1
        jz by_head
        push si
        mov si, packet
        mov dl, [drive]
        mov ah, 0x42
        int 0x13
        pop si
        jnc loaded
        jmp retry

by_head:                                ; the old way, with the geometry the table names
        mov dl, [drive]
        mov dh, [si+1]
        mov cx, [si+2]
        mov bx, 0x7c00
        mov ax, 0x0201
        int 0x13
        jnc loaded
retry:  mov dl, [drive]
        xor ax, ax                      ; reset, then again
        int 0x13
        dec di
        jnz again
        mov bp, unread
        jmp stop

loaded: mov bp, empty
        cmp word [0x7dfe], 0xaa55
        jne stop
        mov dl, [drive]
        jmp 0:0x7c00

stop:   mov si, bp                      ; says why, and waits for a key before the next drive is tried
put:    lodsb
        or al, al
        jz wait_key
        mov ah, 0x0e
        mov bx, 7
        int 0x10
        jmp put
wait_key:
        xor ax, ax
        int 0x16
        int 0x18
        jmp $

none    db 'ROM Rescue key: no active partition', 13, 10, 0
unread  db 'ROM Rescue key: the stick cannot be read', 13, 10, 0
empty   db 'ROM Rescue key: the partition has no boot record', 13, 10, 0
drive   db 0x80

        align 4, db 0
packet: db 16, 0
.count  dw 1
        dw 0x7c00, 0
.sector dd 0, 0

        times 446 - ($ - $$) db 0       ; fails to assemble when the code is too long
table   equ $
