using Smartbox.Companion.Hosting;

return await CompanionHost.RunAsync(Environment.GetEnvironmentVariable);
