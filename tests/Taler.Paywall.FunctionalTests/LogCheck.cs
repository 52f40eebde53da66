using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests;

/// <summary>The trouble that a shop may have logged when it closes: what the test expects, and nothing else.</summary>
internal sealed class LogCheck
{
    private readonly ConcurrentQueue<Func<LogLine, bool>> _expected = new();
    private readonly ConcurrentQueue<Func<LogLine, bool>> _allowed = new();

    public void Expect(Func<LogLine, bool> line) => _expected.Enqueue(line);

    public void Allow(Func<LogLine, bool> line) => _allowed.Enqueue(line);

    public void Verify(LogProbe logs)
    {
        Assert.All(logs.Lines, line => Assert.True(
            line.Level < LogLevel.Warning || _expected.Concat(_allowed).Any(expects => expects(line)), "Nobody expected: " + line));
        Assert.All(_expected, expects => Assert.Contains(logs.Lines, line => expects(line)));
    }
}
