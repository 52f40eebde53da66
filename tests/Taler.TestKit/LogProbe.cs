using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Taler.TestKit;

/// <summary>Keeps what was logged, so that a test can read it.</summary>
public sealed class LogProbe : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    // A connection has one scope for thousands of lines.
    private readonly ConditionalWeakTable<object, string> _scopeTexts = [];
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public IReadOnlyCollection<LogLine> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    /// <summary>The values that a structured log keeps beside the sentence.</summary>
    private List<string> ValuesOf<TState>(TState state)
    {
        var values = new List<string> { Text(state) };
        _scopes.ForEachScope(static (scope, state) => state.Values.Add(scope is null ? "" : state.Texts.GetValue(scope, Text)), (Values: values, Texts: _scopeTexts));
        return values;
    }

    private static string Text(object? state) => state is IEnumerable<KeyValuePair<string, object?>> pairs
        ? string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}"))
        : state?.ToString() ?? "";

    private sealed class Logger(string category, LogProbe probe) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => probe._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            probe._lines.Enqueue(new LogLine(logLevel, category, eventId.Name, formatter(state, exception), exception) { Values = probe.ValuesOf(state) });
    }
}

/// <summary>One line of the log.</summary>
public sealed record LogLine(LogLevel Level, string Category, string? Event, string Message, Exception? Exception)
{
    /// <summary>What a structured log keeps of it beside the sentence: its values, and those of all scopes around it.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Everything an operator would see of it.</summary>
    public override string ToString() => $"{Level} {Category} [{Event}] {Message} {Exception}";

    /// <summary>Everything that any log could keep of it.</summary>
    public string ToFullText() => $"{this} {string.Join(' ', Values)} {ExceptionText.Of(Exception)}";
}
