using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Taler.Paywall.ModelTests.World;

/// <summary>What the nodes of a world logged since somebody looked.</summary>
internal sealed class LogWatch : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IEnumerable<LogLine> Take()
    {
        while (_lines.TryDequeue(out var line))
            yield return line;
    }

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new LogLine(logLevel, category, eventId.Name, formatter(state, exception), exception));
    }
}
