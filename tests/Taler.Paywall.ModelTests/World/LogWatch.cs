using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Taler.Paywall.ModelTests.World;

/// <summary>What a node logged since somebody looked.</summary>
internal sealed class LogWatch : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();
    private volatile bool _isCircuitOpen;

    /// <summary>
    /// Whether the node leaves the backend alone, or lets one call try it. Which call that is, is chance: it may be one for currencies, in the background,
    /// and then a visit that comes meanwhile asks nothing.
    /// </summary>
    public bool IsCircuitOpen => _isCircuitOpen;

    public IEnumerable<LogLine> Take()
    {
        while (_lines.TryDequeue(out var line))
            yield return line;
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <summary>The node starts anew, with a circuit that is closed.</summary>
    public void Restart() => _isCircuitOpen = false;

    public void Dispose()
    {
    }

    private void Write(LogLine line)
    {
        if (line.Event is "CircuitOpened" or "CircuitClosed")
            _isCircuitOpen = line.Event is "CircuitOpened";
        _lines.Enqueue(line);
    }

    private sealed class Logger(LogWatch watch, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            watch.Write(new LogLine(logLevel, category, eventId.Name, formatter(state, exception), exception));
    }
}
