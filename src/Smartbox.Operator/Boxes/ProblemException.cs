using Smartbox.Operator.Status;

namespace Smartbox.Operator.Boxes;

/// <summary>A box cannot have its pod; the visit ends and the problem is shown in its status.</summary>
internal sealed class ProblemException(Problem problem) : Exception(problem.Message)
{
    public Problem Problem { get; } = problem;
}
