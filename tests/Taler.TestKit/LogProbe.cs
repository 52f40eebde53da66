using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Taler.TestKit;

/// <summary>Keeps what was logged, so that a test can read it.</summary>
public sealed class LogProbe : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyCollection<LogLine> Lines => _lines;

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

/// <summary>One line of the log.</summary>
public sealed record LogLine(LogLevel Level, string Category, string? Event, string Message, Exception? Exception)
{
    /// <summary>Everything an operator would see of it.</summary>
    public override string ToString() => $"{Level} {Category} [{Event}] {Message} {Exception}";
}
