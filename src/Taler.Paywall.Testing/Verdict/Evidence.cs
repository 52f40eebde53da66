using System.Buffers;
using System.Text;
using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Verdict;

/// <summary>By what the paid content is recognised, wherever it stands in an answer.</summary>
internal sealed class Evidence
{
    private const int TraceLength = 32;
    private const int MostTraces = 256;
    private const int FewestDifferentBytes = 8;

    private readonly string? _marker;
    private readonly SearchValues<string>? _traces;

    private Evidence(string? marker, List<string> traces, long? paidLength)
    {
        _marker = marker is null ? null : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(marker));
        _traces = traces.Count > 0 ? SearchValues.Create(traces.ToArray(), StringComparison.Ordinal) : null;
        PaidLength = paidLength;
    }

    /// <summary>Whether the paid content can be recognised.</summary>
    public bool Exists => _marker is not null || _traces is not null;

    /// <summary>The length of the paid content; null where it was not learnt.</summary>
    public long? PaidLength { get; }

    /// <param name="marker">What the user says that only the paid content has.</param>
    /// <param name="paid">What a buyer got, if one bought.</param>
    /// <param name="free">What everybody gets. No part of it tells the paid content.</param>
    public static Evidence Of(string? marker, Answer? paid, IReadOnlyList<Answer> free) =>
        new(marker, paid is null ? [] : Traces(paid.Body, free), paid is null ? null : paid.ContentLength ?? paid.RawBody.Length);

    /// <summary>Where the paid content stands in an answer, as the end of a sentence; null: nowhere.</summary>
    public string? FindIn(Answer answer)
    {
        foreach (var (name, value) in answer.Headers)
        {
            if (WhatIsIn(value) is { } found)
                return $"{found} in the header {name}";
        }
        return WhatIsIn(answer.Body) is { } what ? $"{what} in the body" : null;
    }

    private string? WhatIsIn(string text)
    {
        if (_marker is not null && text.Contains(_marker, StringComparison.Ordinal))
            return "the marker stands";
        return _traces is not null && text.AsSpan().ContainsAny(_traces) ? "a part of the paid content stands" : null;
    }

    private static List<string> Traces(string paid, IReadOnlyList<Answer> free)
    {
        var length = Math.Clamp(paid.Length, 1, TraceLength);
        var step = Math.Max(length, paid.Length / MostTraces);
        var traces = new List<string>();
        for (var at = 0; at + length <= paid.Length && traces.Count < MostTraces; at += step)
        {
            var trace = paid.Substring(at, length);
            if (trace.Distinct().Count() >= FewestDifferentBytes && !free.Any(answer => answer.Body.Contains(trace, StringComparison.Ordinal)))
                traces.Add(trace);
        }
        return traces;
    }
}
