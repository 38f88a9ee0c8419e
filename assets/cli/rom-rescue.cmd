@echo off
rem Starts the command line with the program's own runtime. Lives in resources\bin, beside the window's executable.
setlocal
set ELECTRON_RUN_AS_NODE=1
"%~dp0..\..\ROM Rescue.exe" "%~dp0..\app.asar\dist\cli.js" %*
