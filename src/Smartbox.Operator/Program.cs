using Smartbox.Operator.Hosting;

return await OperatorProgram.RunAsync(args, Environment.GetEnvironmentVariable, Console.Out, Console.Error);
