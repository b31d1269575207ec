using Smartbox.Sidecar.Hosting;

return await SidecarProgram.RunAsync(args, Environment.GetEnvironmentVariable, TimeProvider.System);
