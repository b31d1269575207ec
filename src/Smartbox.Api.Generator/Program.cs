using Smartbox.Api.Generator;

return CommandLine.Run(args, Console.Out, Console.Error);
