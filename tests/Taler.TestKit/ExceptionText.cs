using System.Collections;

namespace Taler.TestKit;

/// <summary>All that an exception tells, its inner ones and their <see cref="Exception.Data"/> included.</summary>
public static class ExceptionText
{
    public static string Of(Exception? exception) => exception is null ? "" : string.Join('\n', Parts(exception));

    private static IEnumerable<string> Parts(Exception exception)
    {
        yield return exception.ToString();
        foreach (DictionaryEntry entry in exception.Data)
            yield return $"{entry.Key}={entry.Value}";
        IEnumerable<Exception> inner = exception is AggregateException several
            ? several.InnerExceptions
            : exception.InnerException is { } one ? [one] : [];
        foreach (var part in inner.SelectMany(Parts))
            yield return part;
    }
}
