using Smartbox.Store.Tests.Snapshots;

return DatabaseWriter.Run(args);
