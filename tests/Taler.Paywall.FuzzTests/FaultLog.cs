using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Taler.Paywall.FuzzTests;

/// <summary>Notices what must not be logged whatever comes in: an Error, other than that the backend refused or sells one address twice.</summary>
internal sealed class FaultLog : ILoggerProvider
{
    private const int Kept = 20;

    private static readonly string[] Normal = ["BackendRefused", "FulfillmentUrlTaken"];

    private readonly ConcurrentQueue<string> _faults = new();

    public IReadOnlyCollection<string> Faults => _faults;

    public void Add(string fault)
    {
        if (_faults.Count < Kept)
            _faults.Enqueue(fault);
    }

    public void AssertEmpty() => Assert.True(_faults.IsEmpty, string.Join('\n', _faults));

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, this);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, FaultLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error && !Normal.Contains(eventId.Name))
                log.Add($"{category} [{eventId.Name}] {formatter(state, exception)} {exception}");
        }
    }
}
