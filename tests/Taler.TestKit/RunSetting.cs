using System.Globalization;

namespace Taler.TestKit;

/// <summary>
/// A number that an environment variable sets for a run of tests. One that cannot be read fails the run: a run of other length or seed than was asked
/// for would look like the one that was.
/// </summary>
public static class RunSetting
{
    /// <param name="variable">The name of the environment variable.</param>
    /// <param name="otherwise">What counts if it is missing or empty.</param>
    /// <param name="least">The least that makes sense; none if it is left out.</param>
    /// <exception cref="InvalidOperationException">The variable holds anything else.</exception>
    public static T Read<T>(string variable, T otherwise, T? least = null)
        where T : struct, ISpanParsable<T>, IComparable<T> => Parse(variable, Environment.GetEnvironmentVariable(variable), otherwise, least);

    /// <summary>As <see cref="Read"/>, of a text that is at hand.</summary>
    public static T Parse<T>(string variable, string? text, T otherwise, T? least = null)
        where T : struct, ISpanParsable<T>, IComparable<T>
    {
        if (string.IsNullOrEmpty(text))
            return otherwise;
        if (T.TryParse(text, CultureInfo.InvariantCulture, out var value) && (least is not { } bound || value.CompareTo(bound) >= 0))
            return value;
        var range = least is null ? "" : string.Create(CultureInfo.InvariantCulture, $" from {least} on");
        throw new InvalidOperationException($"{variable} is \"{text}\", which is no number{range} of type {typeof(T).Name}. Correct it, or take it away for {otherwise}.");
    }
}
