using Antlr4.Runtime;
using Cel.Internal;
using Smartbox.ApiServer.Schemas.Expressions.Types;

namespace Smartbox.ApiServer.Schemas.Expressions.Checking;

/// <summary>Compiles expressions: the Cel package parses, and what its tree means is found out here.</summary>
/// <remarks>The package's own interpreter checks no types, walks the tree again at each evaluation and lacks optionals; see docs/design/0006-local.md.</remarks>
internal static class ExpressionCompiler
{
    /// <param name="source">The expression.</param>
    /// <param name="self">Type of <c>self</c>.</param>
    /// <param name="oldSelf">Type of <c>oldSelf</c>; null where there is none.</param>
    /// <param name="problems">What is wrong; empty when it compiled.</param>
    /// <returns>Null when something is wrong.</returns>
    public static Expression? Compile(string source, CelType self, CelType? oldSelf, out string problems)
    {
        var found = new Problems(source);
        var lexer = new CelLexer(new AntlrInputStream(source), TextWriter.Null, TextWriter.Null);
        lexer.RemoveErrorListeners();
        lexer.AddErrorListener(found);
        var parser = new CelParser(new CommonTokenStream(lexer), TextWriter.Null, TextWriter.Null);
        parser.RemoveErrorListeners();
        parser.AddErrorListener(found);
        var tree = parser.start();
        Expression? expression = null;
        if (found.IsEmpty)
        {
            var checker = new Checker(self, oldSelf, found);
            var typed = checker.Check(tree.e);
            expression = new Expression(typed.Type, checker.UsesOldSelf, checker.Slots, typed.Evaluate);
        }

        problems = found.IsEmpty ? "" : found.ToString();
        return found.IsEmpty ? expression : null;
    }
}
