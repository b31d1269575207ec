namespace Smartbox.Cli.Local;

/// <summary>Says what is being done, a line each; on a terminal the line also says how long it took.</summary>
internal sealed class LocalProgress(TextWriter writer, bool isTerminal, TimeProvider time) : IProgress<string>
{
    private string? _step;
    private long _begin;

    public void Report(string value)
    {
        Done();
        _step = value;
        _begin = time.GetTimestamp();
        if (isTerminal)
        {
            writer.Write($"  {value} ...");
        }
        else
        {
            writer.WriteLine(value);
        }

        writer.Flush();
    }

    /// <summary>The last step has ended.</summary>
    public void Done()
    {
        if (_step is not null && isTerminal)
        {
            // Over the line that stands there.
            writer.WriteLine($"\r  {_step} ({time.GetElapsedTime(_begin).TotalSeconds:0.0} s)");
        }

        _step = null;
    }
}
