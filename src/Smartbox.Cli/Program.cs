using Smartbox.Cli;

return await CliApp.RunAsync(args);
