using Antlr4.Runtime;

namespace Smartbox.ApiServer.Schemas.Expressions.Checking;

/// <summary>What is wrong with an expression, as cel-go prints it: with the line and a mark below the place.</summary>
internal sealed class Problems(string source) : IAntlrErrorListener<IToken>, IAntlrErrorListener<int>
{
    private readonly List<(int Line, int Column, string Message)> _found = [];

    public bool IsEmpty => _found.Count == 0;

    public void Add(IToken at, string message) => Add(at.Line, at.Column, message);

    public void Add(int line, int column, string message)
    {
        if (!_found.Contains((line, column, message)))
        {
            _found.Add((line, column, message));
        }
    }

    void IAntlrErrorListener<IToken>.SyntaxError(TextWriter output, IRecognizer recognizer, IToken offendingSymbol, int line, int charPositionInLine, string msg, RecognitionException e) =>
        Add(line, charPositionInLine, $"Syntax error: {msg}");

    void IAntlrErrorListener<int>.SyntaxError(TextWriter output, IRecognizer recognizer, int offendingSymbol, int line, int charPositionInLine, string msg, RecognitionException e) =>
        Add(line, charPositionInLine, $"Syntax error: {msg}");

    public override string ToString()
    {
        var lines = source.Split('\n');
        return string.Join('\n', _found.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column).Select(
            problem => $"ERROR: <input>:{problem.Line}:{problem.Column + 1}: {problem.Message}\n | {Line(lines, problem.Line)}\n | {new string('.', problem.Column)}^"));
    }

    private static string Line(string[] lines, int number) => number <= lines.Length ? lines[number - 1] : "";
}
