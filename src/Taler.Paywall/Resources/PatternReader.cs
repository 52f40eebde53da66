using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace Taler.Paywall.Resources;

/// <summary>Reads the values of one pattern out of a path whose literals the <see cref="SegmentTrie"/> has found to fit.</summary>
internal sealed class PatternReader
{
    private readonly ResourceValues _values;
    private readonly Segment[] _segments;
    private readonly string?[] _defaults;
    private readonly (string Name, IRouteConstraint Constraint)[] _constraints;

    /// <exception cref="InvalidOperationException">A constraint of the pattern is unknown or wrong.</exception>
    public PatternReader(ResourceValues values, ParameterPolicyFactory policies)
        : this(values, ConstraintsOf(values, policies))
    {
    }

    private PatternReader(ResourceValues values, (string Name, IRouteConstraint Constraint)[] constraints)
    {
        _values = values;
        _segments = [.. values.Pattern.PathSegments.Select(segment => new Segment(segment, values))];
        _defaults = new string?[values.Count];
        for (var i = 0; i < values.PathCount; i++)
            _defaults[i] = Text(values.Pattern.Parameters[i].Default);
        _constraints = constraints;
    }

    /// <summary>The constraints, each with the name of its value.</summary>
    public IReadOnlyList<(string Name, IRouteConstraint Constraint)> Constraints => _constraints;

    /// <summary>For a pattern whose constraints the router has checked already.</summary>
    public static PatternReader Unconstrained(ResourceValues values) => new(values, []);

    /// <summary>The values of a path, with room for those of the query; null if a value does not fit its segment or its constraint.</summary>
    public string?[]? Read(ReadOnlySpan<char> path, HttpContext? context)
    {
        var values = (string?[])_defaults.Clone();
        var start = Math.Min(1, path.Length);
        foreach (var segment in _segments)
        {
            if (start >= path.Length)
                break;
            var rest = path[start..];
            var slash = rest.IndexOf('/');
            var length = slash < 0 ? rest.Length : slash;
            if (!segment.TryRead(segment.IsCatchAll ? rest : rest[..length], values))
                return null;
            start += length + 1;
        }
        return MeetsConstraints(values, context) ? values : null;
    }

    /// <summary>The values that the router found.</summary>
    public string?[] Read(RouteValueDictionary routeValues)
    {
        var values = (string?[])_defaults.Clone();
        for (var i = 0; i < _values.PathCount; i++)
        {
            if (Text(routeValues[_values[i]]) is { Length: > 0 } text)
                values[i] = _values.IsCatchAll(i) ? text.TrimEnd('/') : text;
        }
        return values;
    }

    /// <summary>Whether a value meets its own constraints.</summary>
    public bool Accepts(int index, string value)
    {
        if (index >= _values.PathCount)
            return true;
        var name = _values[index];
        var routeValues = new RouteValueDictionary { [name] = value };
        return Array.TrueForAll(_constraints, entry => entry.Name != name
            || entry.Constraint.Match(new DefaultHttpContext(), route: null, name, routeValues, RouteDirection.IncomingRequest));
    }

    private bool MeetsConstraints(string?[] values, HttpContext? context)
    {
        if (_constraints.Length == 0)
            return true;
        var routeValues = new RouteValueDictionary();
        for (var i = 0; i < _values.PathCount; i++)
        {
            if (values[i] is { } value)
                routeValues[_values[i]] = value;
        }
        foreach (var (name, constraint) in _constraints)
        {
            if (!constraint.Match(context, route: null, name, routeValues, RouteDirection.IncomingRequest))
                return false;
        }
        return true;
    }

    private static (string Name, IRouteConstraint Constraint)[] ConstraintsOf(ResourceValues values, ParameterPolicyFactory policies) =>
        [.. from parameter in values.Pattern.Parameters
            from reference in parameter.ParameterPolicies
            let constraint = policies.Create(parameter, reference) as IRouteConstraint
            where constraint is not null
            select (parameter.Name, constraint)];

    private static string? Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;

    private sealed class Segment
    {
        private readonly int _value = -1;
        private readonly TemplateMatcher? _complex;
        private readonly ResourceValues _values;

        public Segment(RoutePatternPathSegment segment, ResourceValues values)
        {
            _values = values;
            if (!segment.IsSimple)
                // ASP.NET's own matcher reads {name}.{ext}, so that we find the values that the endpoint gets.
                _complex = new TemplateMatcher(new RouteTemplate(RoutePatternFactory.Pattern([segment])), []);
            else if (segment.Parts[0] is RoutePatternParameterPart parameter)
                (_value, IsCatchAll) = (values.IndexOf(parameter.Name), parameter.IsCatchAll);
        }

        public bool IsCatchAll { get; }

        public bool TryRead(ReadOnlySpan<char> text, string?[] values)
        {
            if (_complex is not null)
                return TryReadComplex(text, values);
            if (IsCatchAll)
                text = text.TrimEnd('/');
            if (_value >= 0 && !text.IsEmpty)
                values[_value] = text.ToString();
            return true;
        }

        private bool TryReadComplex(ReadOnlySpan<char> text, string?[] values)
        {
            var found = new RouteValueDictionary();
            if (!_complex!.TryMatch(new PathString(string.Concat("/", text)), found))
                return false;
            foreach (var (name, value) in found)
                values[_values.IndexOf(name)] = Text(value);
            return true;
        }
    }
}
