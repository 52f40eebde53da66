namespace Taler.Paywall.ModelTests.Model;

/// <summary>A rule does not hold. The message says which, and where the history had come to.</summary>
internal sealed class Violation(string rule, IEnumerable<string> story) : Exception(string.Join('\n', story.Append("  !! " + rule)))
{
    public string Rule => rule;
}
