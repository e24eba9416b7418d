{{- define "ostiary.labels" -}}
app.kubernetes.io/name: ostiary
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "ostiary.pod" -}}
metadata:
  labels: {{- include "ostiary.labels" . | nindent 4 }}
spec:
  automountServiceAccountToken: false
  # longer than the wait below and the five seconds in which running requests are answered
  terminationGracePeriodSeconds: 30
  securityContext:
    runAsNonRoot: true
    runAsUser: 65532
    runAsGroup: 65532
    fsGroup: 65532
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile: {type: RuntimeDefault}
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets: {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: ostiary
      image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      ports:
        - {name: http, containerPort: 8080}
        - {name: debug, containerPort: 9464}
      env:
        - {name: OSTIARY_BIND, value: "0.0.0.0"}
        - {name: OSTIARY_METRICS, value: "0.0.0.0:9464"}
        - {name: OSTIARY_DATA, value: /data}
        - {name: OSTIARY_LOG, value: json}
        {{- with .Values.publicUrl }}
        - {name: OSTIARY_PUBLIC_URL, value: {{ . | quote }}}
        {{- end }}
        {{- with .Values.javaOptions }}
        - {name: _JAVA_OPTIONS, value: {{ . | quote }}}
        {{- end }}
        {{- if eq .Values.store "postgres" }}
        - name: OSTIARY_STORE
          valueFrom:
            secretKeyRef:
              name: {{ required "database.secret: the secret that holds the database's URL" .Values.database.secret }}
              key: {{ .Values.database.key }}
        {{- end }}
        {{- if or .Values.masterKey.secret (eq .Values.store "postgres") }}
        - name: OSTIARY_MASTER_KEY
          valueFrom:
            secretKeyRef:
              name: {{ required "masterKey.secret: servers that share a database need one key" .Values.masterKey.secret }}
              key: {{ .Values.masterKey.key }}
        {{- end }}
        {{- range $name, $value := .Values.settings }}
        - {name: {{ $name }}, value: {{ $value | quote }}}
        {{- end }}
      startupProbe:
        httpGet: {path: /debug/ready, port: debug}
        periodSeconds: 1
        failureThreshold: 120
      readinessProbe:
        httpGet: {path: /debug/ready, port: debug}
        periodSeconds: 5
        timeoutSeconds: 4
      livenessProbe:
        httpGet: {path: /debug/healthz, port: debug}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      lifecycle:
        # until nobody sends requests here any more
        preStop: {sleep: {seconds: 5}}
      resources: {{- toYaml .Values.resources | nindent 8 }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: {drop: [ALL]}
      volumeMounts:
        - {name: data, mountPath: /data}
        - {name: tmp, mountPath: /tmp}
  volumes:
    - {name: tmp, emptyDir: {}}
    {{- if eq .Values.store "postgres" }}
    - {name: data, emptyDir: {}}
    {{- end }}
  {{- if eq .Values.store "postgres" }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels: {{- include "ostiary.labels" . | nindent 10 }}
  {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
