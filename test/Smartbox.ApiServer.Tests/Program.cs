using Smartbox.ApiServer.Tests.Storage;

return await StoreKillLoop.WriteAsync(args[0]);
