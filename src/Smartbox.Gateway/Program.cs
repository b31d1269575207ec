using Smartbox.Gateway.Hosting;

return await GatewayProgram.RunAsync(args, Environment.GetEnvironmentVariable, TimeProvider.System, Console.Out, Console.Error);
